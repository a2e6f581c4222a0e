using System.Collections.Concurrent;

namespace KafkaRider.Tests.Support;

/// <summary>A processor that remembers what it got and does what a test wants.</summary>
public class Recorder(Func<RecordBatch, IRecordOutput, CancellationToken, ValueTask>? also = null) : IRecordProcessor
{
    public ConcurrentQueue<ReadRecord> Records { get; } = new();

    public IEnumerable<string> Values => Records.Select(record => record.Value!);

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        if (also is not null) await also(batch, output, cancellationToken);
        for (var i = 0; i < batch.Count; i++) Records.Enqueue(ReadRecord.Of(batch[i]));
    }
}
