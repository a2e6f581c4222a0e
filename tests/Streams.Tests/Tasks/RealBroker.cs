using Servers;

[assembly: AssemblyFixture(typeof(Streams.Tests.RealBroker))]

namespace Streams.Tests;

/// <summary>One Kafka broker for all tests of the assembly that need a real one; started by the first of them.</summary>
public sealed class RealBroker : IAsyncDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("streams-kafka-").FullName;
    readonly SemaphoreSlim starting = new(1, 1);
    KafkaServer? server;

    public async Task<string> Servers()
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipUnless(home is { Length: > 0 }, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        await starting.WaitAsync();
        try
        {
            server ??= await KafkaServer.Start(home, folder, CancellationToken.None);
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
        starting.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
