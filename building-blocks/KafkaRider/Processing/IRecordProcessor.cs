namespace KafkaRider;

/// <summary>
/// Handles raw records of one endpoint, a batch of one partition at a time.
/// <para>One instance serves the endpoint. On an at-least-once endpoint it is called concurrently for different partitions, never for the
/// same one; on an exactly-once endpoint all calls come from one loop. Records of a partition arrive in order and none is skipped.</para>
/// <para>Everything it does must be idempotent: after a crash, a rebalance or an exception the same records come again. An exception skips
/// nothing: the partition waits with back-off (1 s to 30 s) and the same batch is tried until it succeeds or the partition is revoked.
/// A record that can never succeed goes to <see cref="IRecordOutput.DeadLetter"/>.</para>
/// </summary>
/// <remarks>
/// Between the client and the processor nothing is allocated per record, and a record of 1 KB costs about half a microsecond of CPU:
/// less than 1.2 times a loop that polls the client itself is the goal. <c>tests/Benchmarks</c>, command <c>rider</c>, measures both.
/// </remarks>
public interface IRecordProcessor
{
    /// <summary>Handles the records. They are borrowed: valid until the returned task completes, not later.</summary>
    /// <param name="batch">Records of one partition, in order.</param>
    /// <param name="output">Where results and dead letters go; valid as long as the batch, used by one thread at a time.</param>
    /// <param name="cancellationToken">Cancelled when the partition must be given up: stop soon and throw.</param>
    ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken);
}
