using Routing.Tests.Support;
using Servers;

[assembly: AssemblyFixture(typeof(RealBroker))]

// The group is the service's: two tests on one broker would share it. A class that cannot names a collection of its own.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace Routing.Tests.Support;

/// <summary>One Kafka broker for all tests of the assembly that need a real one; started by the first of them.</summary>
public sealed class RealBroker : IAsyncDisposable
{
    readonly SemaphoreSlim starting = new(1);
    readonly string folder = Directory.CreateTempSubdirectory("routing-").FullName;
    KafkaServer? server;

    static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME");

    public async Task<string> Servers()
    {
        Assert.SkipUnless(Home is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        await starting.WaitAsync();
        try
        {
            server ??= await KafkaServer.Start(Home!, folder, CancellationToken.None);
            return server.BootstrapServers;
        }
        finally
        {
            starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
