using Contracts;
using Servers;

namespace Cli;

/// <summary>One node of Apache Kafka, started from a distribution.</summary>
sealed class KafkaNode : IBroker
{
    readonly KafkaServer _server;

    KafkaNode(KafkaServer server) => _server = server;

    public string Kind => "kafka";

    public string Description => $"Kafka at {BootstrapServers}";

    public string BootstrapServers => _server.BootstrapServers;

    public IReadOnlyDictionary<string, string> Connection => new Dictionary<string, string> { ["bootstrap.servers"] = BootstrapServers };

    public KafkaServer Server => _server;

    public static async Task<KafkaNode> Start(string home, string folder, CancellationToken cancellationToken) =>
        new(await KafkaServer.Start(home, folder, cancellationToken));

    public Task CreateTopics(IReadOnlyList<Topic> topics, CancellationToken cancellationToken) =>
        TopicCreation.Create(Connection, topics, Replication.SingleNode, cancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
