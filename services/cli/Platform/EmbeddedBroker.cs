using Contracts;
using Librdkafka;

namespace Cli;

/// <summary>librdkafka's mock cluster inside this process: nothing to install, 5 MiB a partition, everything forgotten at exit.</summary>
sealed class EmbeddedBroker : IBroker
{
    readonly MockCluster _cluster = MockCluster.Start();

    public string Kind => "embedded";

    public string Description => $"embedded broker at {BootstrapServers} (keeps 5 MiB a partition, forgets all at exit)";

    public string BootstrapServers => _cluster.BootstrapServers;

    public IReadOnlyDictionary<string, string> Connection => new Dictionary<string, string> { ["bootstrap.servers"] = BootstrapServers };

    public Task CreateTopics(IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        foreach (var topic in topics) _cluster.CreateTopic(topic.Name, topic.Partitions);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
