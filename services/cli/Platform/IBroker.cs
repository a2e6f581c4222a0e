using Contracts;

namespace Cli;

/// <summary>The Kafka brokers that a run uses.</summary>
interface IBroker : IAsyncDisposable
{
    /// <summary>"embedded" or "kafka".</summary>
    string Kind { get; }

    /// <summary>What the user is told.</summary>
    string Description { get; }

    string BootstrapServers { get; }

    /// <summary>librdkafka's settings of a connection.</summary>
    IReadOnlyDictionary<string, string> Connection { get; }

    Task CreateTopics(IReadOnlyList<Topic> topics, CancellationToken cancellationToken);
}
