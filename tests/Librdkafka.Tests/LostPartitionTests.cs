namespace Librdkafka.Tests;

public class LostPartitionTests(Brokers brokers)
{
    const int Partitions = 4;

    [Fact]
    public async Task Partitions_of_a_member_that_does_not_poll_are_lost()
    {
        ITestBroker broker = brokers.Get(BrokerKind.Kafka);
        string topic = await broker.Topic(Partitions);
        List<ErrorCode> errors = [];
        bool lost = false, lostInside = false;
        ConsumerEvents events = new()
        {
            Lost = (consumer, _) => (lost, lostInside) = (true, consumer.AssignmentLost),
            Error = error => errors.Add(error.Code),
        };
        using Consumer consumer = Consumer.Create(
            Clients.ConsumerSettings(broker.Servers, topic, ("max.poll.interval.ms", "6000")), events);
        consumer.Subscribe(topic);
        Clients.Until(() => Polled(consumer).Assignment.Count == Partitions, "the assignment");

        // The one thing that cannot be waited for by a condition: not polling.
        await Task.Delay(TimeSpan.FromSeconds(7), TestContext.Current.CancellationToken);
        Clients.Until(() => Polled(consumer) is not null && lost, "the loss to be told");

        lostInside.ShouldBeTrue();
        errors.ShouldContain(ErrorCode.MaximumPollExceeded);
        Clients.Until(() => Polled(consumer).Assignment.Count == Partitions, "the member to have joined again");
    }

    static Consumer Polled(Consumer consumer)
    {
        consumer.Poll(Clients.Slice)?.Dispose();
        return consumer;
    }
}
