namespace KafkaRider;

/// <summary>
/// A processor whose output is held back until its records are done. Its batches run side by side, outside of the transaction and for as
/// long as they like; only what succeeded goes into it.
/// </summary>
internal interface IBufferedProcessor : IRecordProcessor
{
    /// <summary>Runs records of the batch, in order of each key, until all are done, one fails, or the time is up.</summary>
    /// <param name="batch">Borrowed until the task ends.</param>
    /// <param name="outcome">Takes what became of each record.</param>
    /// <param name="cancellationToken">Cancelled when the partition must be given up: what has begun is finished.</param>
    Task Run(RecordBatch batch, BatchOutcome outcome, CancellationToken cancellationToken);
}
