namespace Streams;

/// <summary>Why a filter makes of a record what it makes of it.</summary>
/// <param name="Outcome">What it makes of it.</param>
/// <param name="Problem">Why the record cannot be read, with the byte; null when it can.</param>
/// <param name="Tree">The truth of the condition and of everything in it; null when the record cannot be read.</param>
public sealed record Explanation(Outcome Outcome, string? Problem, TruthNode? Tree);

/// <summary>The truth of one condition of a record, with that of its parts.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Text">The condition in words: <c>event_type equals 'CarCreated'</c>, or <c>all</c>, <c>any</c>, <c>not</c>.</param>
/// <param name="Truth">What it is.</param>
/// <param name="Reads">What a comparison read, one for each entity if it is of any; null for groups.</param>
/// <param name="Parts">The truths of a group's parts, in file order; none for comparisons.</param>
public sealed record TruthNode(
    Condition Condition, string Text, Truth Truth, IReadOnlyList<ReadText>? Reads, IReadOnlyList<TruthNode> Parts);

/// <summary>What a comparison read from a record.</summary>
/// <param name="Text">The field's text; null when it is null in SQL's sense: absent, JSON null, an object or an array.</param>
/// <param name="Type">What it is cast to.</param>
/// <param name="Cast">The text after the cast, in one form for each value; null when there is no text or the cast fails.</param>
public sealed record ReadText(string? Text, ScalarType Type, string? Cast);
