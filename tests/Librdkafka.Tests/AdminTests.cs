namespace Librdkafka.Tests;

public class AdminTests(Brokers brokers)
{
    [Fact]
    public async Task The_embedded_broker_is_known_by_its_cluster_id()
    {
        using Admin admin = Admin.Create(Clients.Settings(brokers.Embedded.Servers));
        string id = await admin.ClusterId();

        id.ShouldStartWith(Cluster.EmbeddedPrefix);
        Cluster.IsEmbedded(id).ShouldBeTrue();
        Cluster.IsEmbedded("MkU3OEVBNTcwNTJENDM2Qk").ShouldBeFalse();
        Cluster.IsEmbedded(null).ShouldBeFalse();
        using Producer producer = Producer.Create(Clients.Settings(brokers.Embedded.Servers));
        producer.ClusterId(Clients.Patience).ShouldBe(id);
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task Topics_are_described_with_their_partitions(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic(3);
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));

        ClusterMetadata metadata = await admin.Metadata();

        metadata.Brokers.ShouldHaveSingleItem().ShouldStartWith("127.0.0.1:");
        TopicDescription description = metadata.Topics.Single(t => t.Name == topic);
        description.Partitions.Select(p => p.Number).ShouldBe([0, 1, 2]);
        description.Partitions.ShouldAllBe(p => p.Leader == 1 && p.Replicas == 1 && p.InSync == 1);
        (await admin.Topic(topic + "-missing")).ShouldBeNull();
    }

    [Fact]
    public async Task A_topic_that_exists_is_reported_with_its_partitions_and_left_alone()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));
        string topic = await broker.Topic(3, new Dictionary<string, string> { ["cleanup.policy"] = "compact" });

        var created = await admin.CreateTopics([new(topic, 3, 1), new(topic + "-new", 2, 1)]);
        var other = await admin.CreateTopics([new(topic, 6, 1)]);

        created.ShouldBe([new(topic, Existed: true, 3, 3), new(topic + "-new", Existed: false, 2, 2)]);
        other.ShouldHaveSingleItem().HasWantedPartitions.ShouldBeFalse();
    }

    [Fact]
    public async Task A_topic_that_cannot_be_made_says_why()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));
        NewTopic wrong = new("wrong", 1, 1, new Dictionary<string, string> { ["cleanup.policy"] = "shred" });

        (await Should.ThrowAsync<KafkaException>(() => admin.CreateTopics([wrong]))).Code.ShouldBe(ErrorCode.InvalidConfiguration);
        (await Should.ThrowAsync<KafkaException>(() => admin.CreateTopics([new("wrong", 1, 2)])))
            .Code.ShouldBe(ErrorCode.InvalidReplicationFactor);
        (await Should.ThrowAsync<KafkaException>(() => admin.CreateTopics([new("no/slash", 1, 1)]))).Code.ShouldBe(ErrorCode.InvalidTopic);
    }

    [Fact]
    public async Task The_embedded_broker_reports_its_topics_and_refuses_to_make_one_by_request()
    {
        string topic = await brokers.Embedded.Topic(2);
        using Admin admin = Admin.Create(Clients.Settings(brokers.Embedded.Servers));

        KafkaException failure = await Should.ThrowAsync<KafkaException>(() => admin.CreateTopics([new("requested", 1, 1)]));

        failure.Code.ShouldBe(ErrorCode.UnsupportedFeature);
        failure.Message.ShouldContain("MockCluster.CreateTopic");
        (await admin.CreateTopics([new(topic, 2, 1)])).ShouldBe([new(topic, Existed: true, 2, 2)]);
    }

    [Fact]
    public async Task A_deleted_topic_is_gone_and_deleting_it_again_is_fine()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic();
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));

        await admin.DeleteTopics([topic]);
        await admin.DeleteTopics([topic]);

        (await admin.Topic(topic)).ShouldBeNull();
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task The_offsets_of_a_group_are_read(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic(2);
        using (Consumer consumer = Clients.Assigned(broker.Servers, topic)) consumer.Commit([new(topic, 0, 5)]);
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));

        var offsets = await admin.GroupOffsets("reader-" + topic, [new(topic, 0), new(topic, 1)]);

        offsets.ShouldBe([new(topic, 0, 5), new(topic, 1, SpecialOffset.None)]);
    }

    [Fact]
    public async Task All_offsets_of_a_group_are_read_and_set()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic(2);
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));

        await admin.AlterGroupOffsets("altered-" + topic, [new(topic, 1, 9)]);

        (await admin.GroupOffsets("altered-" + topic)).ShouldBe([new(topic, 1, 9)]);
    }

    [Fact]
    public async Task Deleted_records_move_the_start_of_the_log()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic();
        Clients.Send(broker.Servers, topic, "a", "b", "c");
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));

        (await admin.DeleteRecords([new(topic, 0, 2)])).ShouldBe([new(topic, 0, 2)]);

        using Consumer consumer = Clients.Assigned(broker.Servers, topic);
        consumer.WatermarkOffsets(new(topic, 0), Clients.Patience).ShouldBe((2, 3));
    }

    [Fact]
    public async Task A_request_without_a_broker_ends_with_its_time_out_or_its_cancellation()
    {
        using MockCluster cluster = MockCluster.Start();
        cluster.BrokerDown();
        using Admin brief = Admin.Create(Clients.Settings(cluster.BootstrapServers), TimeSpan.FromMilliseconds(300));
        using Admin patient = Admin.Create(Clients.Settings(cluster.BootstrapServers));
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(300));

        (await Should.ThrowAsync<KafkaException>(() => brief.ClusterId())).Code.ShouldBe(ErrorCode.TimedOut);
        (await Should.ThrowAsync<KafkaException>(() => brief.Metadata())).Message.ShouldContain("Kafka__BootstrapServers");
        await Should.ThrowAsync<OperationCanceledException>(() => patient.DeleteTopics(["topic"], cancellation.Token));
    }
}
