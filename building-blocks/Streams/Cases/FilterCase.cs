namespace Streams;

/// <summary>One case of a filter: an event and what the filter must make of it.</summary>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Name">What it shows; unique among the cases of its filter.</param>
/// <param name="FilterId">The filter.</param>
/// <param name="Given">The record's value.</param>
/// <param name="Expected">What the filter must make of it.</param>
public sealed record FilterCase(string File, int Line, string Name, string FilterId, byte[] Given, Outcome Expected);

/// <summary>What reading a file of cases gave: the cases when nothing was an error, and every problem.</summary>
public sealed record CaseReading(IReadOnlyList<FilterCase> Cases, IReadOnlyList<Problem> Problems);
