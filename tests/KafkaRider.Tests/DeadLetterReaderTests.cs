using System.Buffers.Binary;
using KafkaRider.Tests.Support;
using Librdkafka;

namespace KafkaRider.Tests;

public class DeadLetterReaderTests(RealBroker real)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Dead_letters_are_found_by_what_they_say(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        broker.DeadLetter(topic, 0, "a", "malformed", "source-1", typeof(FormatException));
        broker.DeadLetter(topic, 1, "b", "failed", "source-1", typeof(InvalidOperationException));
        broker.DeadLetter(topic, 1, "c", "failed", "source-2", typeof(FormatException));
        var reader = new DeadLetterReader(broker.Settings, topic);

        async Task<string> Keys(DeadLetterFilter filter) =>
            string.Join(' ', (await reader.List(filter, 10)).Letters.Select(letter => System.Text.Encoding.UTF8.GetString(letter.Key!)));

        (await Keys(DeadLetterFilter.All)).ShouldBe("a b c");
        (await Keys(new() { Reason = "failed" })).ShouldBe("b c");
        (await Keys(new() { ExceptionType = "System.FormatException" })).ShouldBe("a c");
        (await Keys(new() { OriginTopic = "source-1" })).ShouldBe("a b");
        (await Keys(new() { Reason = "failed", OriginTopic = "source-1" })).ShouldBe("b");
        (await Keys(new() { Key = "c" })).ShouldBe("c");
        (await Keys(new() { From = DateTimeOffset.UnixEpoch, Until = DateTimeOffset.MaxValue })).ShouldBe("a b c");
        (await Keys(new() { From = TimeProvider.System.GetUtcNow().AddHours(1) })).ShouldBe("");
        (await Keys(new() { Until = TimeProvider.System.GetUtcNow().AddHours(-1) })).ShouldBe("");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Pages_follow_each_other_without_gap_or_repeat(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(3);
        for (var i = 0; i < 10; i++) broker.DeadLetter(topic, i % 3, $"key-{i}", i % 2 == 0 ? "even" : "odd");
        var reader = new DeadLetterReader(broker.Settings, topic);

        List<DeadLetterId> found = [];
        DeadLetterId? next = null;
        do
        {
            var page = await reader.List(new() { Reason = "even" }, 2, next);
            page.Letters.Count.ShouldBeInRange(1, 2);
            found.AddRange(page.Letters.Select(letter => letter.Id));
            next = page.Next;
        }
        while (next is not null);

        found.Count.ShouldBe(5);
        found.ShouldBe(found.Distinct().Order());
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task One_dead_letter_is_read_whole_and_an_offset_without_one_is_told(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var topic = await broker.Topic(2);
        broker.DeadLetter(topic, 1, "first", "failed");
        broker.DeadLetter(topic, 1, "second", "failed", "source", typeof(FormatException), attempts: 4);
        var reader = new DeadLetterReader(broker.Settings, topic);

        var letter = await reader.Read(new DeadLetterId(1, 1));

        letter.ShouldNotBeNull().Key.ShouldBe("second"u8.ToArray());
        letter.Value.ShouldBe("value of second"u8.ToArray());
        letter.Reason.ShouldBe("failed");
        letter.Attempts.ShouldBe(4);
        letter.Origin.ShouldBe(new TopicPartitionOffset("source", 1, 7));
        letter.Headers.ShouldContain(header => header.Key == "own");
        (await reader.Read(new DeadLetterId(1, 2))).ShouldBeNull();
        (await reader.Read(new DeadLetterId(0, 0))).ShouldBeNull();
        (await reader.Read(new DeadLetterId(9, 0))).ShouldBeNull();
    }

    [Fact]
    public async Task Dead_letters_of_Spring_Connect_and_MassTransit_are_understood()
    {
        using var broker = Broker.Of(BrokerKind.Embedded, real);
        var topic = await broker.Topic();
        broker.Produce(topic, [(0, "spring", "1")], new OutgoingHeaders()
            .Add("kafka_dlt-original-topic", "orders")
            .Add("kafka_dlt-original-partition", BigEndian(2, sizeof(int)))
            .Add("kafka_dlt-original-offset", BigEndian(77, sizeof(long)))
            .Add("kafka_dlt-original-timestamp", BigEndian(1_700_000_000_000, sizeof(long)))
            .Add("kafka_dlt-original-consumer-group", "billing")
            .Add("kafka_dlt-exception-fqcn", "java.lang.IllegalStateException"));
        broker.Produce(topic, [(0, "connect", "2")], new OutgoingHeaders()
            .Add("__connect.errors.topic", "orders")
            .Add("__connect.errors.partition", "1")
            .Add("__connect.errors.offset", "5")
            .Add("__connect.errors.stage", "VALUE_CONVERTER")
            .Add("__connect.errors.exception.class.name", "org.apache.kafka.connect.errors.DataException"));
        broker.Produce(topic, [(0, "masstransit", "3")], new OutgoingHeaders()
            .Add("MT-Reason", "fault")
            .Add("MT-Fault-InputAddress", "loopback://localhost/kafka/orders")
            .Add("MT-Fault-ExceptionType", "System.FormatException")
            .Add("MT-Fault-Message", "no number"));

        var found = (await new DeadLetterReader(broker.Settings, topic).List(DeadLetterFilter.All, 10)).Letters;

        found[0].Origin.ShouldBe(new TopicPartitionOffset("orders", 2, 77));
        found[0].OriginTime.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
        (found[0].Group, found[0].ExceptionType).ShouldBe(("billing", "java.lang.IllegalStateException"));
        found[1].Origin.ShouldBe(new TopicPartitionOffset("orders", 1, 5));
        (found[1].Reason, found[1].ExceptionType).ShouldBe(("VALUE_CONVERTER", "org.apache.kafka.connect.errors.DataException"));
        (found[2].OriginTopic, found[2].Origin, found[2].Reason).ShouldBe(("orders", null, "fault"));
        (found[2].ExceptionType, found[2].ExceptionMessage).ShouldBe(("System.FormatException", "no number"));
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task A_topic_that_does_not_exist_is_an_error_that_names_it(BrokerKind kind)
    {
        using var broker = Broker.Of(kind, real);
        var reader = new DeadLetterReader(broker.Settings, "nowhere-dead-letter");

        var error = await Should.ThrowAsync<KafkaException>(() => reader.List(DeadLetterFilter.All, 1));

        error.Message.ShouldContain("nowhere-dead-letter");
    }

    static byte[] BigEndian(long number, int size)
    {
        var bytes = new byte[size];
        if (size == sizeof(int)) BinaryPrimitives.WriteInt32BigEndian(bytes, (int)number);
        else BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
