using KafkaRider;

namespace Streams;

/// <summary>
/// What one task keeps in its state: one partition of one topic. Used by the endpoint's loop alone. What it changes and produces becomes
/// part of the open transaction; after an abort the same records come again and its state is as before.
/// </summary>
public interface ITaskState
{
    /// <summary>Handles what time alone brings: what is due. Called between batches, several times a second.</summary>
    /// <returns>False when more is due than one call should do: it is called again at once after other work.</returns>
    bool Tick(DateTimeOffset now, IRecordOutput output);
}
