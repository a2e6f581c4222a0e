namespace Librdkafka.Tests;

public class HandOverTests(Brokers brokers)
{
    const int Partitions = 4;

    [Theory]
    [InlineData("range")]
    [InlineData("cooperative-sticky")]
    public async Task A_member_that_closes_hands_over_at_once(string assignor)
    {
        string topic = await brokers.Embedded.Topic(Partitions);
        using Member first = new(brokers.Embedded, topic, assignor);
        Clients.Until(() => first.Poll().Count == Partitions, "the first member to own everything");
        using Member second = new(brokers.Embedded, topic, assignor);
        Clients.Until(() => first.Poll().Count == 2 && second.Poll().Count == 2, "the members to share");

        first.Consumer.Close();

        first.Owned.ShouldBeEmpty();
        Clients.Until(() => second.Poll().Count == Partitions, "the second member to own everything");
    }

    [Theory]
    [InlineData("range")]
    [InlineData("cooperative-sticky")]
    public async Task A_handler_chooses_where_to_start(string assignor)
    {
        string topic = await brokers.Embedded.Topic();
        Clients.Send(brokers.Embedded.Servers, topic, "a", "b", "c");
        ConsumerEvents events = new()
        {
            Assigned = (consumer, partitions) =>
                consumer.AssignFrom(partitions.Select(p => new TopicPartitionOffset(p.Topic, p.Partition, 2))),
        };

        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(brokers.Embedded.Servers, topic, ("partition.assignment.strategy", assignor)), events);
        consumer.Subscribe(topic);

        consumer.Texts(1).ShouldBe(["c"]);
    }
}
