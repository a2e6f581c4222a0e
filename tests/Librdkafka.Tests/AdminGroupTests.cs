namespace Librdkafka.Tests;

/// <summary>Groups, partitions and settings by request; only a real broker knows these.</summary>
public class AdminGroupTests(Brokers brokers)
{
    [Fact]
    public async Task A_group_is_listed_described_with_its_members_and_deleted_when_they_have_left()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic(2);
        string group = "members-" + topic;
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));
        using (Consumer consumer = Consumer.Create(Clients.ConsumerSettings(
            broker.Servers, group, ("client.id", "someone"), ("group.instance.id", "first"), ("partition.assignment.strategy", "range"))))
        {
            consumer.Subscribe(topic);
            Clients.Until(() => consumer.Poll(Clients.Slice) is null && consumer.Assignment.Count == 2, "the assignment");
            consumer.Commit([new(topic, 0, 3), new(topic, 1, 4)]);

            GroupDescription description = await admin.Group(group);
            description.State.ShouldBe("Stable");
            description.Assignor.ShouldBe("range");
            GroupMember member = description.Members.ShouldHaveSingleItem();
            (member.ClientId, member.InstanceId).ShouldBe(("someone", "first"));
            member.Partitions.ShouldBe([new(topic, 0), new(topic, 1)]);
            (await admin.Groups()).ShouldContain(new GroupListing(group, "Stable"));
            (await Should.ThrowAsync<KafkaException>(() => admin.DeleteGroups([group]))).Code.ShouldBe(ErrorCode.NonEmptyGroup);
        }

        // A static member does not leave by closing.
        using Consumer last = Consumer.Create(Clients.ConsumerSettings(broker.Servers, "other-" + group));
        last.Commit([new(topic, 0, 3), new(topic, 1, 4)]);
        await admin.DeleteGroupOffsets("other-" + group, [new(topic, 0)]);
        (await admin.GroupOffsets("other-" + group)).ShouldBe([new(topic, 1, 4)]);
        await admin.DeleteGroups(["other-" + group]);
        await admin.DeleteGroups(["other-" + group]);
        (await admin.Group("other-" + group)).State.ShouldBe("Dead");
    }

    [Fact]
    public async Task Partitions_are_added_and_never_taken()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic(2);
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));

        await admin.CreatePartitions(topic, 5);

        (await admin.Topic(topic))!.Partitions.Count.ShouldBe(5);
        (await Should.ThrowAsync<KafkaException>(() => admin.CreatePartitions(topic, 3))).Code.ShouldBe(ErrorCode.InvalidPartitions);
    }

    [Fact]
    public async Task Settings_of_a_topic_are_read_and_changed_one_by_one()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic(1, new Dictionary<string, string> { ["retention.ms"] = "1000", ["cleanup.policy"] = "compact" });
        using Admin admin = Admin.Create(Clients.Settings(broker.Servers));

        await admin.AlterTopicSettings(topic, new Dictionary<string, string?> { ["retention.ms"] = "2000" });
        await admin.AlterTopicSettings(topic, new Dictionary<string, string?> { ["cleanup.policy"] = null });

        var settings = (await admin.TopicSettings(topic)).ToDictionary(setting => setting.Name);
        settings["retention.ms"].ShouldBe(new Setting("retention.ms", "2000", SettingSource.Topic, IsReadOnly: false));
        settings["cleanup.policy"].Value.ShouldBe("delete");
        settings["cleanup.policy"].Source.ShouldBe(SettingSource.Default);
        (await admin.BrokerSettings(1)).ShouldContain(setting => setting.Name == "message.max.bytes" && setting.Value == "2097152");
        (await Should.ThrowAsync<KafkaException>(
            () => admin.AlterTopicSettings(topic, new Dictionary<string, string?> { ["retention.ms"] = "soon" })))
            .Code.ShouldBe(ErrorCode.InvalidConfiguration);
    }
}
