using System.Text.Json;
using NpgsqlTypes;

namespace Capture;

/// <summary>Which PostgreSQL server's log a position belongs to: positions of another one mean nothing.</summary>
readonly record struct SourceIdentity(string System, uint Timeline)
{
    public override string ToString() => $"{System} timeline {Timeline}";
}

/// <summary>A record of the position topic.</summary>
/// <param name="Position">How far the log is in Kafka.</param>
/// <param name="Snapshot">The rows that were sent from the table; null when the log is past it, or none were.</param>
/// <param name="Identity">Whose log.</param>
sealed record StoredPosition(CapturePosition Position, TableSnapshot? Snapshot, SourceIdentity Identity)
{
    /// <summary>The record's value: JSON, so that a person can read it.</summary>
    public byte[] ToJson(string slot)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("slot", slot);
            json.WriteString("system", Identity.System);
            json.WriteNumber("timeline", Identity.Timeline);
            json.WriteString("lsn", Text(Position.Lsn));
            if (Position.OpenRows > 0)
            {
                json.WriteString("openLsn", Text(Position.OpenLsn));
                json.WriteNumber("openRows", Position.OpenRows);
            }
            if (Snapshot is not null)
            {
                json.WriteString("snapshot", Snapshot.Text);
                json.WriteString("snapshotUntil", Text(Snapshot.UntilLsn));
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <exception cref="CaptureException">The bytes are not a position.</exception>
    public static StoredPosition Read(ReadOnlySpan<byte> json, string topic, long offset)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            var position = new CapturePosition(Lsn(root.GetProperty("lsn")));
            if (root.TryGetProperty("openLsn", out var open))
                position = position with { OpenLsn = Lsn(open), OpenRows = root.GetProperty("openRows").GetInt64() };
            var snapshot = root.TryGetProperty("snapshot", out var text)
                ? new TableSnapshot(text.GetString()!, Lsn(root.GetProperty("snapshotUntil")))
                : null;
            return new StoredPosition(position, snapshot,
                new SourceIdentity(root.GetProperty("system").GetString()!, root.GetProperty("timeline").GetUInt32()));
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new CaptureException($"Record {offset} of topic {topic} is not a position of the embedded capture ({exception.Message}): "
                + "something else writes to that topic. Write a tombstone for its key to start from the slot alone.");
        }
    }

    /// <summary>This position, without a snapshot that the log has passed.</summary>
    public StoredPosition Forget() => Snapshot is not null && Position.Lsn >= Snapshot.UntilLsn ? this with { Snapshot = null } : this;

    static string Text(ulong lsn) => new NpgsqlLogSequenceNumber(lsn).ToString();

    static ulong Lsn(JsonElement value) => (ulong)NpgsqlLogSequenceNumber.Parse(value.GetString() ?? "");
}
