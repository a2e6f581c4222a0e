using KafkaRider.Tests.Support;

namespace KafkaRider.Tests;

public class EarlyStopTests(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_host_that_ends_while_its_bus_starts_leaves_no_member_behind(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(3);
        var group = Broker.Name("group");
        Task<RiderHost> Start() => RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e => e.Process(new Idle())));

        for (var i = 0; i < 2; i++) await (await Start()).DisposeAsync();
        await using var host = await Start();

        await Eventually.Is(() => host.Report.Partitions.Count == 3, "all partitions");
    }

    sealed class Idle : IRecordProcessor
    {
        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
