using System.Security.Cryptography;
using System.Text;
using KafkaRider.Tests.Support;
using Librdkafka;
using MassTransit;

namespace KafkaRider.Tests;

public class DeadLetterTests(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded, false)]
    [InlineData(BrokerKind.Real, false)]
    [InlineData(BrokerKind.Real, true)]
    public async Task A_dead_letter_has_the_raw_record_its_origin_and_its_error(BrokerKind kind, bool exactlyOnce)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        var group = Broker.Name("group");
        var deadLetters = await broker.Topic(2, $"{group}-dead-letter");
        broker.Fill(topic, 2, 3);
        broker.Produce(topic, [(1, "bad-key", "{not json")], new OutgoingHeaders().Add("trace", "one").Add("trace", "two"));

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.UseDeadLetterTopic();
            if (exactlyOnce) e.ExactlyOnce();
            e.Process(new Refusing());
        }));
        await Eventually.Is(() => host.Report.Partitions is { Count: 2 } all && all.All(partition => partition.Lag == 0), "no lag");

        var letter = broker.ReadAll(deadLetters, 2).ShouldHaveSingleItem();
        letter.Partition.ShouldBe(1);
        letter.Key.ShouldBe("bad-key");
        letter.Value.ShouldBe("{not json");
        letter.Headers["trace"].ShouldBe(["one", "two"]);
        letter.Headers[FaultHeaders.OriginTopic].ShouldBe([topic]);
        letter.Headers[FaultHeaders.OriginPartition].ShouldBe(["1"]);
        letter.Headers[FaultHeaders.OriginOffset].ShouldBe(["3"]);
        letter.Headers[FaultHeaders.Group].ShouldBe([group]);
        letter.Headers[FaultHeaders.Reason].ShouldBe(["malformed"]);
        letter.Headers[FaultHeaders.ExceptionType].ShouldBe(["System.FormatException"]);
        letter.Headers[FaultHeaders.ExceptionMessage].ShouldBe(["not JSON"]);
        letter.Headers[FaultHeaders.ExceptionStack].Single().ShouldContain(nameof(Refusing));
        long.Parse(letter.Headers[FaultHeaders.OriginTimestamp].Single()).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dead_letter_that_the_broker_refuses_as_too_large_loses_its_body_but_not_its_trace(bool exactlyOnce)
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = await broker.Topic();
        var group = Broker.Name("group");
        var deadLetters = await broker.Topic(1, $"{group}-dead-letter", new() { ["max.message.bytes"] = "20000" });
        var value = "{" + new string('x', 100_000);
        broker.Produce(topic, [(0, "key", value), (0, "key", "fine")]);

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.UseDeadLetterTopic();
            e.FirstBackOff = TimeSpan.FromMilliseconds(50);
            if (exactlyOnce) e.ExactlyOnce();
            e.Process(new Refusing());
        }));
        await Eventually.Is(() => host.Report.Partitions is [{ Lag: 0 }], "no lag");

        var letter = broker.ReadAll(deadLetters, 1).ShouldHaveSingleItem();
        letter.Key.ShouldBe("key");
        letter.Value.ShouldBeNull();
        letter.Headers[FaultHeaders.OriginOffset].ShouldBe(["0"]);
        letter.Headers[FaultHeaders.ValueBytes].ShouldBe(["100001"]);
        letter.Headers[FaultHeaders.ValueSha256].ShouldBe([Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))]);
        letter.Headers[FaultHeaders.ExceptionStack].ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_dead_letter_topic_nothing_is_skipped_and_the_status_says_why(bool exactlyOnce)
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = await broker.Topic();
        var group = Broker.Name("group");
        broker.Produce(topic, [(0, "key", "{bad"), (0, "key", "fine")]);
        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.UseDeadLetterTopic();
            e.Producer("message.timeout.ms", "2000");
            e.FirstBackOff = TimeSpan.FromMilliseconds(100);
            e.LongestBackOff = TimeSpan.FromSeconds(1);
            if (exactlyOnce) e.ExactlyOnce();
            e.Process(new Refusing());
        }));
        await Eventually.Is(() => host.Report.Problem is not null && host.Report.Problem.Length > 0, "a problem");
        host.Report.Partitions[0].Position.ShouldBe(0);

        await broker.Topic(1, $"{group}-dead-letter");
        await Eventually.Is(() => host.Report.Partitions is [{ Lag: 0 }], "no lag");

        broker.ReadAll($"{group}-dead-letter", 1).ShouldHaveSingleItem().Value.ShouldBe("{bad");
        await Eventually.Is(() => host.Report.Problem is null, "no problem");
    }

    [Fact]
    public async Task A_dead_letter_topic_with_fewer_partitions_is_filled_by_key()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var topic = await broker.Topic(5);
        var group = Broker.Name("group");
        await broker.Topic(2, $"{group}-dead-letter");
        broker.Produce(topic, Enumerable.Range(0, 5).Select(partition => (partition, (string?)$"key-{partition}", (string?)"{bad")));

        await using var host = await RiderHost.Start(broker, (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.UseDeadLetterTopic();
            e.Process(new Refusing());
        }));
        await Eventually.Is(() => host.Report.Partitions is { Count: 5 } all && all.All(partition => partition.Lag == 0), "no lag");

        broker.ReadAll($"{group}-dead-letter", 2).Select(letter => letter.Key).Order().ShouldBe(
            Enumerable.Range(0, 5).Select(partition => $"key-{partition}"));
    }

    /// <summary>Gives what begins with a brace to the dead letters.</summary>
    sealed class Refusing : IRecordProcessor
    {
        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                if (!batch[i].Value.StartsWith("{"u8)) continue;
                try
                {
                    Refuse();
                }
                catch (FormatException exception)
                {
                    output.DeadLetter(batch[i], "malformed", exception);
                }
            }

            return ValueTask.CompletedTask;
        }

        static void Refuse() => throw new FormatException("not JSON");
    }
}
