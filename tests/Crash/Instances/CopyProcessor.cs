using KafkaRider;

namespace Crash.Instances;

/// <summary>Copies each record to the partition of its key.</summary>
sealed class CopyProcessor(InstanceSettings settings) : IRecordProcessor
{
    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        for (var i = 0; i < batch.Count; i++) output.Forward(batch[i], settings.Target, Librdkafka.Producer.AnyPartition);
        if (settings.ExactlyOnce) return;

        // Where an at-least-once endpoint shows what it is: the output is safe, its position is not.
        await output.Acknowledged(cancellationToken);
        CrashPoints.Reached?.Invoke(CrashPoint.AfterProduce);
    }
}
