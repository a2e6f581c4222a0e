using System.Text;

namespace Librdkafka.Tests;

/// <summary>Polling many records at once: nothing lost, doubled or out of order, whatever happens meanwhile.</summary>
public class BatchTests(Brokers brokers)
{
    const int Partitions = 3;
    const int PerPartition = 1_500;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task A_poll_takes_what_has_been_fetched_up_to_the_given_room(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic();
        Clients.Send(broker.Servers, topic, Enumerable.Range(0, 100).Select(i => i.ToString()));
        using Consumer consumer = Clients.Assigned(broker.Servers, topic);
        RecordMessage[] room = new RecordMessage[40];
        List<string> texts = [];
        List<int> counts = [];

        Clients.Until(() => Take(consumer, room, counts, message => texts.Add(Text(message))) && texts.Count == 100, "all records");

        texts.ShouldBe(Enumerable.Range(0, 100).Select(i => i.ToString()));
        counts.ShouldAllBe(count => count <= 40);
        counts.ShouldContain(40);
        consumer.Poll(room, TimeSpan.Zero).ShouldBe(0);
        consumer.Poll([], TimeSpan.Zero).ShouldBe(0);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task Pauses_and_seeks_between_polls_lose_and_double_nothing(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic(Partitions);
        Fill(broker.Servers, topic);
        using Consumer consumer = Clients.Assigned(broker.Servers, topic, Partitions, ("enable.partition.eof", "true"));
        RecordMessage[] room = new RecordMessage[200];
        Random random = new(7);
        long[] next = new long[Partitions];
        bool[] paused = new bool[Partitions];

        Clients.Until(
            () =>
            {
                Take(consumer, room, [], message => Expect(message.AsRecord(), next));
                Toggle(consumer, topic, random.Next(2 * Partitions), next, paused);
                return next.Sum() == Partitions * PerPartition;
            },
            "all records");

        next.ShouldAllBe(offset => offset == PerPartition);
    }

    [Fact]
    public async Task The_end_of_a_partition_is_told_and_what_its_handler_throws_comes_after_the_records()
    {
        string topic = await brokers.Embedded.Topic();
        Clients.Send(brokers.Embedded.Servers, topic, "a", "b");
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(brokers.Embedded.Servers, topic, ("enable.partition.eof", "true")),
            new ConsumerEvents { PartitionEnd = end => throw new InvalidOperationException(end.ToString()) });
        consumer.Assign(new TopicPartitionOffset(topic, 0, SpecialOffset.Beginning));
        List<string> texts = [];

        var failure = Should.Throw<InvalidOperationException>(() => Clients.Until(
            () => Take(consumer, new RecordMessage[10], [], message => texts.Add(Text(message))) && false, "the end"));

        texts.ShouldBe(["a", "b"]);
        failure.Message.ShouldBe($"{topic}[0]@2");
    }

    static bool Take(Consumer consumer, RecordMessage[] room, List<int> counts, Action<RecordMessage> take)
    {
        int count = consumer.Poll(room, Clients.Slice);
        for (int i = 0; i < count; i++)
        {
            take(room[i]);
            room[i].Dispose();
        }

        if (count > 0) counts.Add(count);
        return true;
    }

    static void Expect(Record record, long[] next) => record.Offset.ShouldBe(next[record.Partition]++);

    /// <summary>As the owner of queues does: pause where a queue is full, later resume and seek to the first record not taken.</summary>
    static void Toggle(Consumer consumer, string topic, int partition, long[] next, bool[] paused)
    {
        if (partition >= Partitions) return;
        if (paused[partition])
        {
            consumer.Resume(new TopicPartition(topic, partition));
            consumer.Seek(new TopicPartitionOffset(topic, partition, next[partition]));
        }
        else
        {
            consumer.Pause(new TopicPartition(topic, partition));
        }

        paused[partition] = !paused[partition];
    }

    static void Fill(string servers, string topic)
    {
        using Producer producer = Producer.Create(Clients.Settings(servers));
        for (int i = 0; i < Partitions * PerPartition; i++)
            producer.Produce(topic, i % Partitions, default, "value"u8).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience).ShouldBeTrue();
    }

    static string Text(RecordMessage message) => Encoding.UTF8.GetString(message.AsRecord().Value);
}
