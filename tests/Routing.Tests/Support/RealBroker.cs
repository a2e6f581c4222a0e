using Routing.Tests.Support;
using Servers;

[assembly: AssemblyFixture(typeof(RealBroker))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Routing.Tests.Support;

/// <summary>One Kafka broker for all tests of the assembly that need a real one; started by the first of them.</summary>
public sealed class RealBroker : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("routing-").FullName;
    KafkaServer? server;

    static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME");

    public async Task<string> Servers()
    {
        Assert.SkipUnless(Home is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        server ??= await KafkaServer.Start(Home!, folder, CancellationToken.None);
        return server.BootstrapServers;
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
