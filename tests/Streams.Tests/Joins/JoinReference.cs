namespace Streams.Tests;

/// <summary>A version of a row, or of what rows look up.</summary>
/// <param name="IsMany">Which of the two.</param>
/// <param name="Id">Row id, or join key.</param>
/// <param name="On">What the row looks up; null: nothing.</param>
/// <param name="Time">Event time.</param>
/// <param name="EventId">Orders equal times.</param>
/// <param name="IsRetraction">It is gone.</param>
/// <param name="Text">Its one column.</param>
sealed record Version(bool IsMany, string Id, string? On, long Time, string EventId, bool IsRetraction, string? Text);

/// <summary>
/// What a join gives, from the set of all versions: no order, no state, no time. The meaning of <c>latest</c> in a page, for everything
/// else to be compared with.
/// </summary>
static class JoinReference
{
    /// <summary>The final value of each row: null where there is none, or a tombstone.</summary>
    public static Dictionary<string, string?> Final(JoinKind kind, IReadOnlyCollection<Version> versions)
    {
        var ones = Newest(versions.Where(version => !version.IsMany));
        return Newest(versions.Where(version => version.IsMany)).ToDictionary(row => row.Key, row =>
        {
            if (row.Value.IsRetraction) return null;
            var one = row.Value.On is { } key && ones.TryGetValue(key, out var found) && !found.IsRetraction ? found : null;
            return one is null && kind == JoinKind.Inner ? null : Output(row.Value, one);
        });
    }

    /// <summary>Every value that a row may show on the way: a version of it with a version of what that version looks up.</summary>
    public static HashSet<string> Possible(JoinKind kind, IReadOnlyCollection<Version> versions, string id)
    {
        var possible = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in versions.Where(version => version.IsMany && version.Id == id && !version.IsRetraction))
        {
            if (kind == JoinKind.Left) possible.Add(Output(row, null));
            foreach (var one in versions.Where(version => !version.IsMany && !version.IsRetraction && version.Id == row.On))
                possible.Add(Output(row, one));
        }
        return possible;
    }

    static Dictionary<string, Version> Newest(IEnumerable<Version> versions) => versions.GroupBy(version => version.Id)
        .ToDictionary(group => group.Key, group => group.MaxBy(version => (version.Time, version.EventId))!);

    static string Output(Version row, Version? one) =>
        $$"""{"id":"{{row.Id}}","on":{{Quoted(row.On)}},"row":{{Quoted(row.Text)}},"one":{{Quoted(one?.Text)}}}""";

    static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}
