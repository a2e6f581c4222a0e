using KafkaRider;

namespace Streams;

/// <summary>
/// What one task does: one partition of one topic, with state of its own. Called by the endpoint's loop alone. What it changes and produces
/// becomes part of the open transaction; after an abort the same records come again and its state is as before.
/// </summary>
public interface ITaskStage
{
    /// <summary>Handles one record. An exception aborts the transaction, so one that can never succeed is none that it reads.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="output">Takes what follows.</param>
    /// <returns>False, and nothing has changed, for a record that the stage does not read: it becomes a dead letter.</returns>
    bool TryProcess(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IRecordOutput output);

    /// <summary>Handles what time alone brings: timers that are due. Called between batches, several times a second.</summary>
    /// <returns>False when more is due than one call should do: it is called again at once after other work.</returns>
    bool Tick(DateTimeOffset now, IRecordOutput output);
}
