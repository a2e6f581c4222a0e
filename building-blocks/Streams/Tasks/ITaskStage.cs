using KafkaRider;

namespace Streams;

/// <summary>A task that handles the records of its partition with its state.</summary>
public interface ITaskStage : ITaskState
{
    /// <summary>Handles one record. An exception aborts the transaction, so one that can never succeed is none that it reads.</summary>
    /// <param name="key">The record's key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="output">Takes what follows.</param>
    /// <returns>False, and nothing has changed, for a record that the stage does not read: it becomes a dead letter.</returns>
    bool TryProcess(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IRecordOutput output);
}
