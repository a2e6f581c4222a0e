using KafkaRider.Tests.Support;
using Servers;

[assembly: AssemblyFixture(typeof(RealBroker))]

namespace KafkaRider.Tests.Support;

/// <summary>One Kafka broker for all tests of the assembly that need a real one; started by the first of them.</summary>
public sealed class RealBroker : IAsyncDisposable
{
    readonly SemaphoreSlim starting = new(1);
    readonly string folder = Directory.CreateTempSubdirectory("kafka-rider-").FullName;
    KafkaServer? server;

    public static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME");

    public async Task<KafkaServer> Server()
    {
        Assert.SkipUnless(Home is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        await starting.WaitAsync();
        try
        {
            return server ??= await KafkaServer.Start(Home!, folder, CancellationToken.None);
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
