namespace Librdkafka.Tests;

/// <summary>Members of a group, driven by hand from one thread.</summary>
public class GroupTests(Brokers brokers)
{
    const int Partitions = 4;

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task Eager_members_give_back_everything_before_they_share(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic(Partitions);
        using Member first = new(broker, topic, "range");
        Clients.Until(() => first.Poll().Count == Partitions, "the first member to own everything");

        using Member second = new(broker, topic, "range");
        Clients.Until(() => first.Poll().Count + second.Poll().Count == Partitions && second.Owned.Count == 2, "the members to share");

        first.Protocol.ShouldBe("EAGER");
        first.Told.Take(3).ShouldBe(["+4", "-4", "+2"]);
        first.Owned.Intersect(second.Owned).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Kafka)]
    public async Task Cooperative_members_give_back_only_what_moves(BrokerKind kind)
    {
        ITestBroker broker = brokers.Get(kind);
        string topic = await broker.Topic(Partitions);
        using Member first = new(broker, topic, "cooperative-sticky");
        Clients.Until(() => first.Poll().Count == Partitions, "the first member to own everything");

        using Member second = new(broker, topic, "cooperative-sticky");
        Clients.Until(() => first.Poll().Count == 2 && second.Poll().Count == 2, "the members to share");

        first.Protocol.ShouldBe("COOPERATIVE");
        first.Told.Where(told => told is not "+0" and not "-0").Take(2).ShouldBe(["+4", "-2"]);
        first.Owned.Intersect(second.Owned).ShouldBeEmpty();
    }
}
