using System.Text;

namespace Streams;

/// <summary>What a join's state holds of one row, for people to look at.</summary>
/// <param name="Id">The row's id.</param>
/// <param name="Status">Awaiting: it has not found what it looks up; Joined: it has; Removed: it was retracted.</param>
/// <param name="JoinKey">What it looks up; null: nothing.</param>
/// <param name="IsShown">Whether it has an output.</param>
/// <param name="ChangedAt">When its newest version came; null where the join keeps no times.</param>
/// <param name="WaitingSince">Since when it waits before it may go out alone; null when it does not.</param>
/// <param name="Row">Its newest version.</param>
/// <param name="Other">What it found; null: nothing.</param>
public sealed record JoinedRow(
    string Id, string Status, string? JoinKey, bool IsShown, DateTimeOffset? ChangedAt, DateTimeOffset? WaitingSince, JoinedVersion Row,
    JoinedVersion? Other)
{
    internal static JoinedRow Of(
        Join join, ReadOnlySpan<byte> id, ReadOnlySpan<byte> joinKey, in RowEntry entry, in SideRecord row, JoinedVersion? other) => new(
        Encoding.UTF8.GetString(id),
        RowStep.Status(row.IsRetraction, other is not null).ToString(),
        joinKey.IsEmpty ? null : Encoding.UTF8.GetString(joinKey),
        entry.Shown != 0,
        Time(entry.ChangedAt),
        Time(entry.WaitingSince),
        JoinedVersion.Of(join, JoinOrigin.Many, row),
        other);

    static DateTimeOffset? Time(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <summary>A version of one side of a join.</summary>
/// <param name="EventTime">Milliseconds since the epoch; of a table the offset of its record.</param>
/// <param name="EventId">The event's id; null for tables.</param>
/// <param name="SourcePartition">Where it came from.</param>
/// <param name="SourceOffset">Its offset there.</param>
/// <param name="Columns">What the join selects of it, as texts, by the names in the output.</param>
public sealed record JoinedVersion(
    long EventTime, string? EventId, int SourcePartition, long SourceOffset, IReadOnlyDictionary<string, string?> Columns)
{
    internal static JoinedVersion Of(Join join, JoinOrigin origin, in SideRecord record)
    {
        Dictionary<string, string?> columns = [];
        var values = new ColumnValues(record.Columns).GetEnumerator();
        foreach (var column in join.Columns)
            if (column.Origin == origin && values.MoveNext())
                columns[column.Name] = values.Current.IsNull ? null : Encoding.UTF8.GetString(values.Current.Text);
        return new JoinedVersion(
            record.EventTime, record.EventId.IsEmpty ? null : Encoding.UTF8.GetString(record.EventId), record.SourcePartition,
            record.SourceOffset, columns);
    }
}

/// <summary>A stage whose rows can be looked at, by its task's thread.</summary>
interface IRowStage
{
    /// <summary>The rows of a key, at most so many: the one of that id where the key is a row's, else those that look it up.</summary>
    IReadOnlyList<JoinedRow> Rows(ReadOnlySpan<byte> key, int most);
}
