using Servers;

[assembly: AssemblyFixture(typeof(Capture.Tests.RealServers))]

namespace Capture.Tests;

/// <summary>One PostgreSQL server for all tests and, where KAFKA_HOME says what to start, one Kafka broker; each started when first asked
/// for.</summary>
public sealed class RealServers : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("capture-tests-").FullName;
    readonly SemaphoreSlim _starting = new(1, 1);
    PostgresServer? _postgres;
    KafkaServer? _kafka;

    public static string? KafkaHome { get; } = Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? home : null;

    public string Folder => _folder;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<PostgresServer> Postgres()
    {
        await _starting.WaitAsync();
        try
        {
            return _postgres ??= await PostgresServer.Start(_folder, CancellationToken.None, isDurable: false);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>The real broker; skips the test where there is none.</summary>
    public async Task<KafkaServer> Kafka()
    {
        Assert.SkipWhen(KafkaHome is null, "KAFKA_HOME is not set: no Kafka distribution to start.");
        await _starting.WaitAsync();
        try
        {
            return _kafka ??= await KafkaServer.Start(KafkaHome!, Path.Combine(_folder, "kafka"), CancellationToken.None);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A broker with topics of its own for one test: real, or librdkafka's mock cluster.</summary>
    public async Task<TestBroker> Broker(bool isReal)
    {
        if (!isReal) return TestBroker.Embedded();
        return await TestBroker.Real(await Kafka());
    }

    public async ValueTask DisposeAsync()
    {
        if (_kafka is not null) await _kafka.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
