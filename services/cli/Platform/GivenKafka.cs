using Contracts;

namespace Cli;

/// <summary>Brokers that run somewhere already (<c>--kafka</c>).</summary>
sealed class GivenKafka(IReadOnlyDictionary<string, string> connection) : IBroker
{
    public string Kind => "kafka";

    public string Description => $"Kafka at {BootstrapServers}";

    public string BootstrapServers => connection["bootstrap.servers"];

    public IReadOnlyDictionary<string, string> Connection => connection;

    public Task CreateTopics(IReadOnlyList<Topic> topics, CancellationToken cancellationToken) =>
        TopicCreation.Create(connection, topics, replication: null, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
