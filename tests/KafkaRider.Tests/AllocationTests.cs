using KafkaRider.Tests.Support;

namespace KafkaRider.Tests;

/// <summary>Measures the memory of the whole process, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

[Collection(nameof(Alone))]
public class AllocationTests(RealBroker real)
{
    const int Partitions = 2;
    const int WarmUp = 10_000;
    const int Measured = 30_000;

    /// <summary>Bytes of an object without fields: one per record would be more.</summary>
    const int SmallestObject = 24;

    [Fact]
    public async Task A_record_on_its_way_to_a_processor_allocates_nothing()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic(Partitions);
        broker.Fill(topic, Partitions, (WarmUp + Measured) / Partitions);
        var reader = new Reader();

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e => e.Process(reader)));
        var (records, bytes) = await reader.Ended.Task.WaitAsync(TimeSpan.FromSeconds(60));

        (bytes / records).ShouldBeLessThan(SmallestObject, $"{bytes} bytes for {records} records");
    }

    sealed class Reader : IRecordProcessor
    {
        readonly Lock gate = new();
        int count;
        int countBefore;
        long bytesBefore;

        internal TaskCompletionSource<(int Records, long Bytes)> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            lock (gate)
            {
                count += batch.Count;
                if (countBefore == 0 && count >= WarmUp) (countBefore, bytesBefore) = (count, GC.GetTotalAllocatedBytes());
                else if (count == WarmUp + Measured)
                    Ended.TrySetResult((count - countBefore, GC.GetTotalAllocatedBytes() - bytesBefore));
            }

            return ValueTask.CompletedTask;
        }
    }
}
