using System.Text;

namespace Librdkafka.Tests;

public class RoundTripTests(Brokers brokers)
{
    [Theory]
    [InlineData("key", "value")]
    [InlineData(null, "value")]
    [InlineData("", "value")]
    [InlineData("key", null)]
    [InlineData("key", "")]
    [InlineData(null, null)]
    public async Task Null_and_empty_keys_and_values_stay_what_they_are(string? key, string? value)
    {
        string topic = await brokers.Embedded.Topic();
        using Producer producer = Producer.Create(Clients.Settings(brokers.Embedded.Servers));

        producer.Produce(topic, 0, Bytes(key), Bytes(value)).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience).ShouldBeTrue();

        using Consumer consumer = Clients.Assigned(brokers.Embedded.Servers, topic);
        using RecordMessage message = consumer.Next();
        Record record = message.AsRecord();
        record.Position.ShouldBe(new TopicPartitionOffset(topic, 0, 0));
        record.KeyIsNull.ShouldBe(key is null);
        record.ValueIsNull.ShouldBe(value is null);
        Encoding.UTF8.GetString(record.Key).ShouldBe(key ?? "");
        Encoding.UTF8.GetString(record.Value).ShouldBe(value ?? "");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task A_record_forwarded_as_spans_arrives_as_it_was(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string first = await broker.Topic(), second = await broker.Topic();
        using Producer producer = Producer.Create(Clients.Settings(broker.Servers));
        OutgoingHeaders headers = new OutgoingHeaders().Add("n", (string?)null).Add("b", [0, 255, 0]);
        producer.Produce(first, 0, default, ""u8, headers, timestamp: 1_700_000_000_123).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience);

        using (Consumer consumer = Clients.Assigned(broker.Servers, first))
        using (RecordMessage message = consumer.Next())
        {
            Record record = message.AsRecord();
            headers.Clear().AddAll(record.Headers);
            producer.Produce(second, 0, record.Key, record.Value, headers, record.Timestamp).ShouldBe(ErrorCode.NoError);
        }

        producer.Flush(Clients.Patience);

        using Consumer end = Clients.Assigned(broker.Servers, second);
        using RecordMessage copy = end.Next();
        copy.AsRecord().KeyIsNull.ShouldBeTrue();
        copy.AsRecord().ValueIsNull.ShouldBeFalse();
        copy.AsRecord().Timestamp.ShouldBe(1_700_000_000_123);
        copy.AsRecord().Headers[0].ValueIsNull.ShouldBeTrue();
        copy.AsRecord().Headers[1].Value.ToArray().ShouldBe([0, 255, 0]);
    }

    [Fact]
    public async Task A_given_timestamp_is_kept_and_no_timestamp_is_now()
    {
        string topic = await brokers.Embedded.Topic();
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        using Producer producer = Producer.Create(Clients.Settings(brokers.Embedded.Servers));
        producer.Produce(topic, 0, default, "given"u8, timestamp: 1).ShouldBe(ErrorCode.NoError);
        producer.Produce(topic, 0, default, "now"u8).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience);

        using Consumer consumer = Clients.Assigned(brokers.Embedded.Servers, topic);
        using RecordMessage given = consumer.Next();
        using RecordMessage now = consumer.Next();

        given.AsRecord().Timestamp.ShouldBe(1);
        given.AsRecord().TimestampType.ShouldBe(TimestampType.CreateTime);
        now.AsRecord().Timestamp.ShouldBeInRange(before, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_topic_with_log_append_time_says_so()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic(1, new Dictionary<string, string> { ["message.timestamp.type"] = "LogAppendTime" });
        using Producer producer = Producer.Create(Clients.Settings(broker.Servers));
        producer.Produce(topic, 0, default, "value"u8, timestamp: 1).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience);

        using Consumer consumer = Clients.Assigned(broker.Servers, topic);
        using RecordMessage message = consumer.Next();

        message.AsRecord().TimestampType.ShouldBe(TimestampType.LogAppendTime);
        message.AsRecord().Timestamp.ShouldBeGreaterThan(1_700_000_000_000);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task A_record_of_almost_2_MiB_passes_and_a_larger_one_is_refused_at_once(BrokerKind kind)
    {
        const int limit = 2 * 1024 * 1024;
        const int overhead = 1024;
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic(1, new Dictionary<string, string> { ["max.message.bytes"] = limit.ToString() });
        byte[] value = new byte[limit - overhead];
        new Random(1).NextBytes(value);
        ErrorCode delivered = ErrorCode.Unknown;
        using Producer producer = Producer.Create(
            Clients.Settings(broker.Servers, ("message.max.bytes", limit.ToString())),
            new ProducerEvents { Delivered = report => delivered = report.Error });

        producer.Produce(topic, 0, default, value).ShouldBe(ErrorCode.NoError);
        producer.Produce(topic, 0, default, new byte[limit + 1]).ShouldBe(ErrorCode.MessageTooLarge);
        producer.Flush(Clients.Patience).ShouldBeTrue();

        delivered.ShouldBe(ErrorCode.NoError);
        using Consumer consumer = Clients.Assigned(broker.Servers, topic);
        using RecordMessage message = consumer.Next();
        message.AsRecord().Value.SequenceEqual(value).ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_goes_to_the_partition_of_the_Java_client()
    {
        const int partitions = 7;
        string topic = await brokers.Embedded.Topic(partitions);
        using Producer producer = Producer.Create(Clients.Settings(brokers.Embedded.Servers));
        string[] keys = [.. Enumerable.Range(0, 200).Select(i => $"key-{i}")];

        foreach (string key in keys)
            producer.Produce(topic, Producer.AnyPartition, Encoding.UTF8.GetBytes(key), default).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience);

        using Consumer consumer = Clients.Assigned(brokers.Embedded.Servers, topic, partitions);
        foreach (string _ in keys)
        {
            using RecordMessage message = consumer.Next();
            message.AsRecord().Partition.ShouldBe(Murmur2.Partition(message.AsRecord().Key, partitions));
        }
    }

    static ReadOnlySpan<byte> Bytes(string? text) => text is null ? default : Encoding.UTF8.GetBytes(text).AsSpan();
}
