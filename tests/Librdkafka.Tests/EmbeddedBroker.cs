namespace Librdkafka.Tests;

/// <summary>One embedded broker for all tests that do not break it.</summary>
public sealed class EmbeddedBroker : IDisposable
{
    int _topics;

    public MockCluster Cluster { get; } = MockCluster.Start();

    public string Servers => Cluster.BootstrapServers;

    public string Topic(int partitions = 1)
    {
        string name = $"topic-{Interlocked.Increment(ref _topics)}";
        Cluster.CreateTopic(name, partitions);
        return name;
    }

    public void Dispose() => Cluster.Dispose();
}
