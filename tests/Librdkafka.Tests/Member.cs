namespace Librdkafka.Tests;

/// <summary>A consumer in a group that records what it is told.</summary>
sealed class Member : IDisposable
{
    internal Member(ITestBroker broker, string topic, string assignor)
    {
        ConsumerEvents events = new()
        {
            Assigned = (_, partitions) => { Told.Add($"+{partitions.Count}"); Owned.AddRange(partitions); },
            Revoked = (_, partitions) => { Told.Add($"-{partitions.Count}"); Owned.RemoveAll(partitions.Contains); },
        };
        Consumer = Consumer.Create(
            Clients.ConsumerSettings(broker.Servers, topic, ("partition.assignment.strategy", assignor)), events);
        Consumer.Subscribe(topic);
    }

    internal Consumer Consumer { get; }

    internal List<TopicPartition> Owned { get; } = [];

    internal List<string> Told { get; } = [];

    internal string Protocol => Consumer.RebalanceProtocol;

    internal List<TopicPartition> Poll()
    {
        Consumer.Poll(Clients.Slice)?.Dispose();
        return Owned;
    }

    public void Dispose() => Consumer.Dispose();
}
