using System.Globalization;
using System.Text.Json;

namespace Cli;

/// <summary>What one reading of a view found of the posted events.</summary>
sealed class ViewOutcome(ViewTable view, PostedIndex posted)
{
    const int Examples = 10;

    readonly HashSet<int> _found = [];

    public ViewTable View => view;

    public int Expected => posted.CountOf(view.EventType);

    public int Found => _found.Count;

    public int Missing => Expected - Found;

    /// <summary>Rows that are not what was posted.</summary>
    public int Different { get; private set; }

    /// <summary>Rows that do not show yet what they must of another entity; they are among the different ones.</summary>
    public int Unjoined { get; private set; }

    /// <summary>The first differences, each as a sentence that names the row.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>View commit time minus HTTP accept time of each event, milliseconds.</summary>
    public List<double> LatenciesMs { get; } = [];

    public void Add(JsonElement row)
    {
        var index = posted.Position(row.GetProperty("eventId").GetString() ?? "");
        if (index < 0 || !_found.Add(index)) return;
        LatenciesMs.Add((Time(row, "committedAt") - Time(row, "acceptedAt")).TotalMilliseconds);
        var expected = ExpectedRow.Of(posted.Events[index].Json);
        var differences = RowComparison.Differences(view, expected, row);
        if (view.Joined is { } joined && Joined(joined, expected, row) is { Count: > 0 } unjoined)
        {
            Unjoined++;
            differences.AddRange(unjoined);
        }
        if (differences.Count == 0) return;
        Different++;
        if (Differences.Count < Examples)
            Differences.Add($"{view.Name} {row.GetProperty("id").GetString()}: {string.Join("; ", differences)}");
    }

    /// <summary>The ids of the first missing events.</summary>
    public IEnumerable<string> MissingExamples() =>
        Enumerable.Range(0, posted.Events.Count)
            .Where(index => !_found.Contains(index))
            .Select(index => posted.Events[index])
            .Where(missing => missing.EventType == view.EventType)
            .Take(Examples)
            .Select(missing => $"{view.Name}: event {missing.Uuid} is not in the view");

    List<string> Joined(JoinedColumns joined, ExpectedRow expected, JsonElement row)
    {
        var key = expected.Attributes.TryGetProperty(joined.Key, out var named) ? named.GetString() : null;
        return RowComparison.Differences(joined, key is null ? null : posted.Entity(joined.EventType, key), row);
    }

    static DateTimeOffset Time(JsonElement row, string name) =>
        DateTimeOffset.Parse(row.GetProperty(name).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
