using KafkaRider;
using Librdkafka;

namespace Streams;

/// <summary>A task that handles the records of its partition with its state.</summary>
public interface ITaskStage : ITaskState
{
    /// <summary>Handles one record. An exception aborts the transaction, so a record that can never succeed is dead-lettered.</summary>
    void Process(in Record record, IRecordOutput output);
}
