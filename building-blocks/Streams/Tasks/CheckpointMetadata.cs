using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streams;

/// <summary>
/// What a checkpoint says of itself: kept with it as JSON of these names, so that it can be read in years, and by people.
/// </summary>
/// <param name="Format">Counted up when a member changes its meaning; one that is added may be absent.</param>
/// <param name="Cluster">Id of the cluster: offsets of another one mean nothing.</param>
/// <param name="Changelog">The changelog's topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Every committed record of the changelog before it is in the state; some after it may be, which is no harm.</param>
/// <param name="Time">When it was taken, milliseconds since the epoch; of a standby's: when nothing after the offset was committed, or
/// earlier. Tombstones of later times are still to be read.</param>
/// <param name="Input">The topic that the task reads, in the same partition; null: it was taken before that was noted.</param>
/// <param name="Next">The next offset that the task reads there, as of this state; null: not known, or the first there is.</param>
sealed record CheckpointMetadata(
    int Format, string Cluster, string Changelog, int Partition, long Offset, long Time, string? Input = null, long? Next = null)
{
    public const int NewestFormat = 1;

    static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Names);

    /// <summary>Null when it cannot be read.</summary>
    public static CheckpointMetadata? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<CheckpointMetadata>(bytes, Names);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why the checkpoint cannot be gone on from; null when it can.</summary>
    /// <param name="cluster">The cluster at hand.</param>
    /// <param name="changelog">The changelog at hand.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="oldest">Checkpoints before this time are too old.</param>
    public string? Fault(string cluster, string changelog, int partition, DateTimeOffset oldest)
    {
        if (Format != NewestFormat) return $"it is of format {Format}, this service reads {NewestFormat}";
        if (Cluster != cluster) return $"it is of cluster {Cluster}, this is {cluster}";
        if (Changelog != changelog || Partition != partition) return $"it belongs to {Changelog}[{Partition}]";
        return DateTimeOffset.FromUnixTimeMilliseconds(Time) < oldest
            ? $"it is of {DateTimeOffset.FromUnixTimeMilliseconds(Time):O}: tombstones of its changelog may be gone since"
            : null;
    }
}
