namespace Librdkafka.Tests;

public class TransactionTests(Brokers brokers)
{
    static readonly TimeSpan Timeout = Clients.Patience;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task Records_and_offsets_of_a_transaction_are_committed_together(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string input = await broker.Topic(), output = await broker.Topic();
        Clients.Send(broker.Servers, input, "a");
        using Consumer consumer = Consumer.Create(Clients.ConsumerSettings(broker.Servers, input));
        consumer.Subscribe(input);
        consumer.Texts(1).ShouldBe(["a"]);
        using Producer producer = Transactional(broker, "id-" + output);

        producer.BeginTransaction();
        producer.Produce(output, 0, default, "b"u8).ShouldBe(ErrorCode.NoError);
        using (GroupMetadata group = consumer.GroupMetadata())
            producer.SendOffsetsToTransaction(consumer.Position(new TopicPartition(input, 0)), group, Timeout);
        producer.CommitTransaction(Timeout);

        // The embedded broker takes offsets into a transaction and forgets them.
        long committed = kind == BrokerKind.Kafka ? 1 : SpecialOffset.None;
        consumer.Committed([new(input, 0)], Timeout).ShouldBe([new(input, 0, committed)]);
        using Consumer reader = Clients.Assigned(broker.Servers, output);
        reader.Texts(1).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Aborted_records_are_not_seen_and_the_offsets_stay()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string input = await broker.Topic(), output = await broker.Topic();
        Clients.Send(broker.Servers, input, "a");
        using Consumer consumer = Consumer.Create(Clients.ConsumerSettings(broker.Servers, input));
        consumer.Subscribe(input);
        consumer.Texts(1);
        using Producer producer = Transactional(broker, "id-" + output);

        producer.BeginTransaction();
        producer.Produce(output, 0, default, "aborted"u8).ShouldBe(ErrorCode.NoError);
        producer.Flush(Timeout).ShouldBeTrue();
        using (GroupMetadata group = consumer.GroupMetadata())
            producer.SendOffsetsToTransaction([new(input, 0, 1)], group, Timeout);
        producer.AbortTransaction(Timeout);
        producer.BeginTransaction();
        producer.Produce(output, 0, default, "committed"u8).ShouldBe(ErrorCode.NoError);
        producer.CommitTransaction(Timeout);

        consumer.Committed([new(input, 0)], Timeout).ShouldBe([new(input, 0, SpecialOffset.None)]);
        using Consumer committed = Clients.Assigned(broker.Servers, output);
        committed.Texts(1).ShouldBe(["committed"]);
        using Consumer uncommitted = Clients.Assigned(broker.Servers, output, 1, ("isolation.level", "read_uncommitted"));
        uncommitted.Texts(2).ShouldBe(["aborted", "committed"]);
    }

    [Fact]
    public async Task A_second_producer_with_the_same_id_fences_the_first()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic();
        using Producer first = Transactional(broker, "id-" + topic);
        first.BeginTransaction();
        first.Produce(topic, 0, default, "first"u8).ShouldBe(ErrorCode.NoError);
        first.Flush(Timeout);

        using Producer second = Transactional(broker, "id-" + topic);
        KafkaException failure = Should.Throw<KafkaException>(() => first.CommitTransaction(Timeout));

        failure.IsFatal.ShouldBeTrue();
        failure.Message.ShouldContain("has taken over");
        first.FatalError().ShouldNotBeNull();
        second.FatalError().ShouldBeNull();
        second.BeginTransaction();
        second.Produce(topic, 0, default, "second"u8).ShouldBe(ErrorCode.NoError);
        second.CommitTransaction(Timeout);
        using Consumer reader = Clients.Assigned(broker.Servers, topic);
        reader.Texts(1).ShouldBe(["second"]);
    }

    [Fact]
    public async Task Offsets_of_a_member_that_was_removed_are_refused()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic();
        using Consumer consumer = Consumer.Create(Clients.ConsumerSettings(broker.Servers, topic));
        consumer.Subscribe(topic);
        Clients.Until(() => consumer.Poll(Clients.Slice) is null && consumer.Assignment.Count == 1, "the assignment");
        using GroupMetadata stale = consumer.GroupMetadata();
        consumer.Close();
        using Producer producer = Transactional(broker, "id-" + topic);

        producer.BeginTransaction();
        KafkaException failure = Should.Throw<KafkaException>(() => producer.SendOffsetsToTransaction([new(topic, 0, 1)], stale, Timeout));

        failure.TransactionRequiresAbort.ShouldBeTrue();
        failure.Code.ShouldBeOneOf(ErrorCode.UnknownMember, ErrorCode.IllegalGeneration);
        producer.AbortTransaction(Timeout);
    }

    [Fact]
    public async Task Calls_out_of_order_say_so()
    {
        string topic = await brokers.Embedded.Topic();
        using Producer producer = Transactional(brokers.Embedded, "id-" + topic);

        producer.Produce(topic, 0, default, "outside"u8).ShouldBe(ErrorCode.State);
        Should.Throw<KafkaException>(() => producer.CommitTransaction(Timeout)).Code.ShouldBe(ErrorCode.State);
    }

    [Fact]
    public void Initialising_without_a_broker_may_be_tried_again()
    {
        using MockCluster cluster = MockCluster.Start();
        using Producer producer = Producer.Create(Clients.Settings(cluster.BootstrapServers, ("transactional.id", "id")));
        cluster.BrokerDown();

        KafkaException failure = Should.Throw<KafkaException>(() => producer.InitTransactions(TimeSpan.FromMilliseconds(300)));
        failure.IsRetriable.ShouldBeTrue();

        cluster.BrokerUp();
        Clients.Until(() => Succeeds(() => producer.InitTransactions(TimeSpan.FromSeconds(2))), "the broker");
    }

    static bool Succeeds(Action call)
    {
        try
        {
            call();
            return true;
        }
        catch (KafkaException failure) when (failure.IsRetriable)
        {
            return false;
        }
    }

    static Producer Transactional(ITestBroker broker, string id)
    {
        Producer producer = Producer.Create(Clients.Settings(broker.Servers, ("transactional.id", id)));
        producer.InitTransactions(Timeout);
        return producer;
    }
}
