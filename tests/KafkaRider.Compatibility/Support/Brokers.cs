using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using Librdkafka;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Servers;

[assembly: AssemblyFixture(typeof(Brokers))]

namespace KafkaRider.Compatibility.Support;

/// <summary>Which broker a test runs on.</summary>
public enum BrokerKind
{
    Embedded,
    Real,
}

/// <summary>One embedded and one real broker for all tests of the assembly, each started by the first test that needs it.</summary>
public sealed class Brokers : IAsyncDisposable
{
    static int names;

    readonly SemaphoreSlim starting = new(1);
    readonly string folder = Directory.CreateTempSubdirectory("kafka-compatibility-").FullName;
    KafkaServer? real;
    MockCluster? embedded;

    static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME");

    /// <summary>A name that no other test uses, for topics and groups.</summary>
    public static string Name(string what) => $"{what}-{Interlocked.Increment(ref names)}";

    /// <summary>The connection that a user would write down.</summary>
    public async Task<ClientConfig> Client(BrokerKind kind)
    {
        Assert.SkipUnless(
            kind == BrokerKind.Embedded || Home is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        await starting.WaitAsync();
        try
        {
            if (kind == BrokerKind.Embedded) embedded ??= MockCluster.Start();
            else real ??= await KafkaServer.Start(Home!, folder, CancellationToken.None);
            var servers = kind == BrokerKind.Embedded ? embedded!.BootstrapServers : real!.BootstrapServers;
            return new ClientConfig { BootstrapServers = servers };
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>A container for a test with these topics of one partition each.</summary>
    public Task<IServiceCollection> Services(BrokerKind kind, params string[] topics) => Services(kind, 1, topics);

    /// <summary>A container for a test with these topics. The embedded broker makes none by request: there they are made here.</summary>
    public async Task<IServiceCollection> Services(BrokerKind kind, int partitions, params string[] topics)
    {
        var client = await Client(kind);
        if (kind == BrokerKind.Embedded)
            foreach (var topic in topics) embedded!.CreateTopic(topic, partitions);
        var services = new ServiceCollection().AddLogging();
        // The harness answers no as soon as nothing has happened for 1.2 s, which a busy machine may take for a message.
        services.Configure<TestHarnessOptions>(options => options.TestInactivityTimeout = TimeSpan.FromSeconds(30));
        return services.ConfigureKafkaTestOptions(client, options =>
        {
            options.CreateTopicsIfNotExists = true;
            options.TopicNames = topics;
            options.Partitions = partitions;
        });
    }

    public async ValueTask DisposeAsync()
    {
        embedded?.Dispose();
        if (real is not null) await real.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
