using KafkaRider.Tests.Support;

namespace KafkaRider.Tests;

/// <summary>Measures the memory of the whole process, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

[Collection(nameof(Alone))]
public class AllocationTests(RealBroker real)
{
    const int WarmUp = 10_000;
    const int Measured = 30_000;

    /// <summary>Bytes of an object without fields: one per record would be more.</summary>
    const int SmallestObject = 24;

    [Fact]
    public async Task A_record_on_its_way_to_a_processor_allocates_nothing()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        broker.Fill(topic, 1, WarmUp + Measured);
        var reader = new Reader();

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, "group", e => e.Process(reader)));
        await host.IsStarted();
        reader.Go.SetResult();
        var (records, bytes) = await reader.Ended.Task.WaitAsync(TimeSpan.FromSeconds(60));

        (bytes / records).ShouldBeLessThan(SmallestObject, $"{bytes} bytes for {records} records");
    }

    /// <summary>Measures once the bus has started, which goes on beside the first records.</summary>
    sealed class Reader : IRecordProcessor
    {
        int count;
        int countBefore;
        long bytesBefore;

        internal TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal TaskCompletionSource<(int Records, long Bytes)> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            count += batch.Count;
            if (countBefore == 0 && count >= WarmUp) return new ValueTask(Begin(cancellationToken));
            if (count == WarmUp + Measured) Ended.TrySetResult((count - countBefore, GC.GetTotalAllocatedBytes() - bytesBefore));
            return ValueTask.CompletedTask;
        }

        async Task Begin(CancellationToken cancellationToken)
        {
            await Go.Task.WaitAsync(cancellationToken);
            (countBefore, bytesBefore) = (count, GC.GetTotalAllocatedBytes());
        }
    }
}
