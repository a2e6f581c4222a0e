namespace Librdkafka.Tests;

public class OffsetTests(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task A_committed_offset_is_where_the_next_consumer_of_the_group_starts(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic();
        TopicPartition partition = new(topic, 0);
        Clients.Send(broker.Servers, topic, "a", "b", "c");
        using (Consumer first = Clients.Assigned(broker.Servers, topic))
        {
            first.Texts(2).ShouldBe(["a", "b"]);
            first.Committed([partition], Clients.Patience).ShouldBe([new(topic, 0, SpecialOffset.None)]);

            first.Commit(first.Position(partition));

            first.Committed([partition], Clients.Patience).ShouldBe([new(topic, 0, 2)]);
        }

        using Consumer second = Clients.Assigned(broker.Servers, topic);
        second.Assign(new TopicPartitionOffset(topic, 0, SpecialOffset.Stored));
        second.Texts(1).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_commit_without_waiting_is_answered_in_a_later_poll()
    {
        string topic = await brokers.Embedded.Topic();
        (ErrorCode Code, IReadOnlyList<TopicPartitionOffset> Offsets)? answer = null;
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(brokers.Embedded.Servers, topic),
            new ConsumerEvents { Committed = (code, offsets) => answer = (code, offsets) });

        consumer.StartCommit([new(topic, 0, 7)]);
        Clients.Until(() => consumer.Poll(Clients.Slice) is null && answer is not null, "the answer");

        answer!.Value.Code.ShouldBe(ErrorCode.NoError);
        answer.Value.Offsets.ShouldBe([new(topic, 0, 7)]);
    }

    [Fact]
    public void A_commit_to_an_unreachable_broker_ends_with_its_time_out()
    {
        using MockCluster cluster = MockCluster.Start();
        cluster.CreateTopic("topic", 1);
        using Consumer consumer = Clients.Assigned(cluster.BootstrapServers, "topic");
        cluster.BrokerDown();

        KafkaException failure = Should.Throw<KafkaException>(() => consumer.Commit([new("topic", 0, 1)], TimeSpan.FromMilliseconds(300)));

        failure.Code.ShouldBe(ErrorCode.TimedOut);
        failure.Message.ShouldContain("The outcome is not known");
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task A_paused_partition_brings_nothing_until_it_is_resumed(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic(2);
        TopicPartition first = new(topic, 0), second = new(topic, 1);
        using Producer producer = Producer.Create(Clients.Settings(broker.Servers));
        for (int i = 0; i < 10; i++) producer.Produce(topic, i % 2, default, "value"u8).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience);
        using Consumer consumer = Clients.Assigned(broker.Servers, topic, 2);
        consumer.Pause(first);

        for (int i = 0; i < 5; i++) NextPartition(consumer).ShouldBe(1);
        consumer.Poll(TimeSpan.FromMilliseconds(300)).ShouldBeNull();

        consumer.Pause(second);
        consumer.Resume(first);
        for (int i = 0; i < 5; i++) NextPartition(consumer).ShouldBe(0);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task A_seek_moves_the_position_back_and_forth(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic();
        Clients.Send(broker.Servers, topic, "a", "b", "c");
        using Consumer consumer = Clients.Assigned(broker.Servers, topic);
        consumer.Texts(3).ShouldBe(["a", "b", "c"]);

        consumer.Seek(new(topic, 0, 1));
        consumer.Texts(1).ShouldBe(["b"]);
        consumer.Position(new TopicPartition(topic, 0)).ShouldBe([new(topic, 0, 2)]);

        consumer.Seek(new(topic, 0, 0));
        consumer.Texts(3).ShouldBe(["a", "b", "c"]);
        consumer.CachedWatermarkOffsets(new(topic, 0)).High.ShouldBe(3);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task Watermarks_and_the_end_of_a_partition_are_told(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic();
        Clients.Send(broker.Servers, topic, "a", "b");
        TopicPartitionOffset? end = null;
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(broker.Servers, topic, ("enable.partition.eof", "true")),
            new ConsumerEvents { PartitionEnd = position => end = position });
        consumer.Assign(new TopicPartitionOffset(topic, 0, SpecialOffset.Beginning));

        consumer.Texts(2).ShouldBe(["a", "b"]);
        Clients.Until(() => consumer.Poll(Clients.Slice) is null && end is not null, "the end of the partition");

        end.ShouldBe(new TopicPartitionOffset(topic, 0, 2));
        consumer.WatermarkOffsets(new(topic, 0), Clients.Patience).ShouldBe((0, 2));
    }

    [Fact]
    public void Watermarks_wait_for_the_election_of_a_leader()
    {
        const short listOffsets = 2;
        using MockCluster cluster = MockCluster.Start();
        cluster.CreateTopic("topic", 1);
        Clients.Send(cluster.BootstrapServers, "topic", "a");
        using Consumer consumer = Consumer.Create(Clients.ConsumerSettings(cluster.BootstrapServers, "group"));
        cluster.FailRequests(listOffsets, ErrorCode.NotLeader, ErrorCode.LeaderNotAvailable);

        consumer.WatermarkOffsets(new("topic", 0), Clients.Patience).ShouldBe((0, 1));
    }

    [Fact]
    public async Task Offsets_are_found_by_time()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic(1, new Dictionary<string, string> { ["retention.ms"] = "-1" });
        using Producer producer = Producer.Create(Clients.Settings(broker.Servers));
        for (int i = 1; i <= 3; i++)
            producer.Produce(topic, 0, default, "value"u8, timestamp: 1_000_000 * i).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience);
        using Consumer consumer = Clients.Assigned(broker.Servers, topic);

        Found(2_000_000).ShouldBe(1);
        Found(2_000_001).ShouldBe(2);
        Found(9_000_000).ShouldBe(SpecialOffset.End);

        long Found(long time) => consumer.OffsetsForTimes([new(topic, 0, time)], Clients.Patience)[0].Offset;
    }

    [Fact]
    public async Task A_position_outside_the_log_is_an_error_with_its_place_when_no_reset_is_wanted()
    {
        string topic = await brokers.Embedded.Topic();
        Clients.Send(brokers.Embedded.Servers, topic, "a");
        ClientError? told = null;
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(brokers.Embedded.Servers, topic, ("auto.offset.reset", "error")),
            new ConsumerEvents { Error = error => told = error });

        consumer.Assign(new TopicPartitionOffset(topic, 0, 1_000));
        Clients.Until(() => consumer.Poll(Clients.Slice) is null && told is not null, "the error");

        told!.Value.Code.ShouldBe(ErrorCode.NoOffsetReset);
        told.Value.Position!.Value.TopicPartition.ShouldBe(new TopicPartition(topic, 0));
        told.Value.Advice.ShouldContain("choose a new one");
    }

    static int NextPartition(Consumer consumer)
    {
        using RecordMessage message = consumer.Next();
        return message.AsRecord().Partition;
    }
}
