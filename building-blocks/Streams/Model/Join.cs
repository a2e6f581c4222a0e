namespace Streams;

/// <summary>
/// One join: each row of the many side with what the one side says of its key, as an upsert of <see cref="OutputTopic"/> keyed by the row's
/// id.
/// </summary>
/// <param name="Id">Unique among all loaded pipelines: lower-case letters, digits, hyphens.</param>
/// <param name="Description">For people; null when the file says nothing.</param>
/// <param name="Owner">Who answers for it; null when the file says nothing.</param>
/// <param name="Enabled">Switched on by its owner.</param>
/// <param name="Status">Where it is in its life, as a filter's.</param>
/// <param name="Version">Counted up by its owner at each change.</param>
/// <param name="Type">Which versions of the sides meet.</param>
/// <param name="Kind">What becomes of a row that finds nothing.</param>
/// <param name="Many">The side with a row of output each.</param>
/// <param name="One">The side that is looked up.</param>
/// <param name="Columns">The fields of the output, in order.</param>
/// <param name="OutputTopic">The compacted topic it writes.</param>
public sealed record Join(
    string Id, string? Description, string? Owner, bool Enabled, FilterStatus Status, int Version, JoinType Type, JoinKind Kind,
    ManySide Many, OneSide One, IReadOnlyList<JoinColumn> Columns, string OutputTopic)
{
    /// <summary>How long a row of a left join waits for the other side before it goes out alone; null: not at all.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>How long a row, or a record that no row refers to, is remembered after its last change; null: for ever.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Whether records are joined by it: enabled, and deployed or active.</summary>
    public bool IsLive => Enabled && Status is (FilterStatus.Deployed or FilterStatus.Active);
}

/// <summary>The side of a join whose rows look the other side up.</summary>
/// <param name="Alias">What columns call it.</param>
/// <param name="Source">Where its records come from.</param>
/// <param name="Condition">What must be true of a record; null: nothing.</param>
/// <param name="Key">The row's id.</param>
/// <param name="On">What it looks up: the other side's key.</param>
/// <param name="IsOnMutable">Whether a later record of a row may look something else up.</param>
public sealed record ManySide(string Alias, Source Source, Condition? Condition, Field Key, Field On, bool IsOnMutable);

/// <summary>The side of a join that is looked up.</summary>
/// <param name="Alias">What columns call it.</param>
/// <param name="Source">Where its records come from.</param>
/// <param name="Condition">What must be true of a record; null: nothing.</param>
/// <param name="Key">What it is found by.</param>
public sealed record OneSide(string Alias, Source Source, Condition? Condition, Field Key);

/// <summary>One field of a join's output.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Origin">Whose it is.</param>
/// <param name="Field">The field of that side; null for a constant.</param>
/// <param name="Type">What the field's text, or the constant, is cast to; null when that fails.</param>
/// <param name="Constant">The constant's text; null for a field.</param>
public sealed record JoinColumn(string Name, JoinOrigin Origin, Field? Field, ScalarType Type, string? Constant);

/// <summary>Where a join takes a column from.</summary>
public enum JoinOrigin
{
    /// <summary>The row.</summary>
    Many,

    /// <summary>What it looks up.</summary>
    One,

    /// <summary>The file.</summary>
    Constant,
}

/// <summary>Which versions of the two sides meet.</summary>
public enum JoinType
{
    /// <summary>latest: the newest of each by event time; later versions of either correct the output.</summary>
    Latest,

    /// <summary>asOfProcessingTime: the row, when it arrives, with what the other side is then; never corrected.</summary>
    AsOfProcessingTime,
}

/// <summary>What becomes of a row that finds nothing.</summary>
public enum JoinKind
{
    /// <summary>inner: it has no output.</summary>
    Inner,

    /// <summary>left: its output has nulls in the columns of the other side.</summary>
    Left,
}

/// <summary>The words of joins in pipeline files.</summary>
static class JoinWords
{
    public static IReadOnlyDictionary<string, JoinType> Types { get; } = new Dictionary<string, JoinType>(StringComparer.Ordinal)
    {
        ["latest"] = JoinType.Latest,
        ["asOfProcessingTime"] = JoinType.AsOfProcessingTime,
    };

    public static IReadOnlyDictionary<string, JoinKind> Kinds { get; } = new Dictionary<string, JoinKind>(StringComparer.Ordinal)
    {
        ["inner"] = JoinKind.Inner,
        ["left"] = JoinKind.Left,
    };
}
