using Servers;

[assembly: AssemblyFixture(typeof(Librdkafka.Tests.Brokers))]

namespace Librdkafka.Tests;

public enum BrokerKind
{
    Embedded,
    Kafka,
}

/// <summary>The brokers that tests share: the embedded one always, a real one when KAFKA_HOME names a distribution.</summary>
public sealed class Brokers : IAsyncDisposable
{
    readonly SemaphoreSlim _once = new(1);
    string? _folder;
    KafkaServer? _kafka;

    public EmbeddedTestBroker Embedded { get; } = new();

    /// <summary>Skips the test when the kind of broker is not to be had.</summary>
    public async Task<ITestBroker> Get(BrokerKind kind)
    {
        if (kind == BrokerKind.Embedded) return Embedded;
        string? home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipUnless(home is { Length: > 0 }, "KAFKA_HOME is not set: it names the folder of a Kafka distribution.");
        await _once.WaitAsync();
        try
        {
            _folder ??= Directory.CreateTempSubdirectory("librdkafka-tests-").FullName;
            _kafka ??= await KafkaServer.Start(home!, _folder, TestContext.Current.CancellationToken);
            return new KafkaTestBroker(_kafka.BootstrapServers);
        }
        finally
        {
            _once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Embedded.Dispose();
        if (_kafka is not null) await _kafka.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        _once.Dispose();
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
