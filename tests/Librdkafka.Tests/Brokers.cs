using Servers;

[assembly: AssemblyFixture(typeof(Librdkafka.Tests.Brokers))]

namespace Librdkafka.Tests;

public enum BrokerKind
{
    Embedded,
    Kafka,
}

/// <summary>
/// The brokers that tests share: the embedded one always, a real one when KAFKA_HOME names a distribution. It starts before all tests: a
/// process that is started in the middle of one inherits the embedded broker's connections, so that their end is not noticed.
/// </summary>
public sealed class Brokers : IAsyncLifetime
{
    string? _folder;
    KafkaServer? _kafka;

    public EmbeddedTestBroker Embedded { get; } = new();

    /// <summary>Skips the test when the kind of broker is not to be had.</summary>
    public ITestBroker Get(BrokerKind kind)
    {
        if (kind == BrokerKind.Embedded) return Embedded;
        Assert.SkipUnless(_kafka is not null, "KAFKA_HOME is not set: it names the folder of a Kafka distribution.");
        return new KafkaTestBroker(_kafka!.BootstrapServers);
    }

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_HOME") is not { Length: > 0 } home) return;
        _folder = Directory.CreateTempSubdirectory("librdkafka-tests-").FullName;
        _kafka = await KafkaServer.Start(home, _folder, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Embedded.Dispose();
        if (_kafka is not null) await _kafka.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}

public interface ITestBroker
{
    string Servers { get; }

    /// <summary>A new topic.</summary>
    Task<string> Topic(int partitions = 1, IReadOnlyDictionary<string, string>? settings = null);
}

public sealed class EmbeddedTestBroker : ITestBroker, IDisposable
{
    int _topics;

    public MockCluster Cluster { get; } = MockCluster.Start();

    public string Servers => Cluster.BootstrapServers;

    public Task<string> Topic(int partitions = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        string name = $"topic-{Interlocked.Increment(ref _topics)}";
        Cluster.CreateTopic(name, partitions);
        return Task.FromResult(name);
    }

    public void Dispose() => Cluster.Dispose();
}

sealed class KafkaTestBroker(string servers) : ITestBroker
{
    static int s_topics;

    public string Servers => servers;

    public async Task<string> Topic(int partitions = 1, IReadOnlyDictionary<string, string>? settings = null)
    {
        string name = $"topic-{Interlocked.Increment(ref s_topics)}";
        using Admin admin = Admin.Create(Clients.Settings(servers));
        await admin.CreateTopics([new NewTopic(name, partitions, 1, settings)]);
        return name;
    }
}
