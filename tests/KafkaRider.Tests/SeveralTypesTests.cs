using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;

namespace KafkaRider.Tests;

/// <summary>A topic of several types, read as what they have in common.</summary>
public class SeveralTypesTests(RealBroker real)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Consumers_get_the_types_that_they_name(bool exactlyOnce)
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var (topic, group) = (await broker.Topic(), Broker.Name("group"));
        await broker.Topic(name: $"{group}-dead-letter");
        broker.Produce(
            topic,
            [
                (0, "key", """{"$type":"opened","name":"a"}"""),
                (0, "key", """{"$type":"closed","name":"b"}"""),
                (0, "key", """{"$type":"burnt","name":"c"}"""),
                (0, "key", """{"$type":"opened","name":"d"}"""),
            ]);
        var seen = new ConcurrentQueue<string>();

        await using var host = await RiderHost.Start(broker, (_, k) => k.TopicEndpoint<string, Account>(
            topic,
            new ConsumerConfig { GroupId = group, AutoOffsetReset = AutoOffsetReset.Earliest },
            e =>
            {
                e.UseDeadLetterTopic();
                if (exactlyOnce) e.ExactlyOnce();
                e.Handler<Opened>(context => See($"opened {context.Message.Name}"));
                e.Handler<Closed>(context => See($"closed {context.Message.Name}"));
                e.Handler<Account>(context => See($"account {context.Message.Name}"));
            }));
        await Eventually.Is(() => host.Report.Partitions is [{ Lag: 0 }], "no lag");
        await host.Stop();

        seen.ShouldBe(
            ["opened a", "account a", "closed b", "account b", "opened d", "account d"], ignoreOrder: true);
        broker.ReadAll($"{group}-dead-letter", 1).ShouldHaveSingleItem().Headers[FaultHeaders.Reason].ShouldBe(["malformed"]);

        Task See(string what)
        {
            seen.Enqueue(what);
            return Task.CompletedTask;
        }
    }

    [JsonDerivedType(typeof(Opened), "opened")]
    [JsonDerivedType(typeof(Closed), "closed")]
    public abstract class Account
    {
        public string Name { get; set; } = "";
    }

    public sealed class Opened : Account;

    public sealed class Closed : Account;
}
