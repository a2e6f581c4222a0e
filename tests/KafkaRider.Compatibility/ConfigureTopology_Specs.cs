using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

/// <remarks>Not on the embedded broker: it makes no topics by request.</remarks>
public class ConfigureTopology_Specs(Brokers brokers)
{
    [Fact]
    public async Task Should_create_on_start()
    {
        var topic = Brokers.Name("create-topic");
        await using var provider = await Provider(topic);

        await provider.StartHarness();

        Partitions(provider, topic).ShouldAllBe(partition => partition.Replicas.Length == 1);
        Partitions(provider, topic).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Should_not_fail_if_existing()
    {
        var topic = Brokers.Name("existing-topic");
        await using var provider = await Provider(topic, topic);

        await provider.StartHarness();

        Partitions(provider, topic).Count.ShouldBe(1);
    }

    async Task<ServiceProvider> Provider(string topic, params string[] existing) =>
        (await brokers.Services(BrokerKind.Real, existing)).AddMassTransitTestHarness(x => x.AddRider(rider =>
            rider.UsingKafka((_, k) => k.TopicEndpoint<EmptyMessage>(topic, topic, c => c.CreateIfMissing(t =>
            {
                t.NumPartitions = 2;
                t.ReplicationFactor = 1;
            }))))).BuildServiceProvider();

    static List<PartitionMetadata> Partitions(IServiceProvider provider, string topic) =>
        provider.GetRequiredService<IAdminClient>().GetMetadata(topic, Received.Limit).Topics.ShouldHaveSingleItem().Partitions;

    public interface EmptyMessage;
}
