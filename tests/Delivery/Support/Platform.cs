using Delivery.Support;
using Librdkafka;
using Servers;

[assembly: AssemblyFixture(typeof(Platform))]

namespace Delivery.Support;

/// <summary>One PostgreSQL and one broker for all tests: the real one where there is a distribution, else the embedded one. Databases,
/// topics and groups are each test's own.</summary>
public sealed class Platform : IAsyncLifetime
{
    public const int Partitions = 3;

    // Not one in the other: PostgreSQL's account can reach only its own.
    readonly string databases = Directory.CreateTempSubdirectory("delivery-postgres-").FullName;
    readonly string records = Directory.CreateTempSubdirectory("delivery-kafka-").FullName;
    PostgresServer postgres = null!;
    KafkaServer? kafka;
    MockCluster? embedded;
    int names;

    public string BootstrapServers => kafka?.BootstrapServers ?? embedded!.BootstrapServers;

    public async ValueTask InitializeAsync()
    {
        postgres = await PostgresServer.Start(databases, CancellationToken.None, isDurable: false);
        if (Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home)
            kafka = await KafkaServer.Start(home, records, CancellationToken.None);
        else embedded = MockCluster.Start();
    }

    public string NewName(string prefix) => $"{prefix}-{Interlocked.Increment(ref names)}";

    public async Task<string> NewDatabase()
    {
        var name = NewName("view").Replace('-', '_');
        await postgres.CreateDatabase(name, CancellationToken.None);
        return postgres.ConnectionString(name);
    }

    public async Task CreateTopics(params IReadOnlyList<string> topics)
    {
        foreach (var topic in topics) embedded?.CreateTopic(topic, Partitions);
        if (embedded is not null) return;

        using var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = BootstrapServers });
        await admin.CreateTopics(topics.Select(topic => new NewTopic(topic, Partitions)));
    }

    public async ValueTask DisposeAsync()
    {
        embedded?.Dispose();
        if (kafka is not null) await kafka.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(databases, recursive: true);
        Directory.Delete(records, recursive: true);
    }
}
