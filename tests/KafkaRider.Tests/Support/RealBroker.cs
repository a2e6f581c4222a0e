using KafkaRider.Tests.Support;
using Servers;

[assembly: AssemblyFixture(typeof(RealBroker))]

namespace KafkaRider.Tests.Support;

/// <summary>
/// One Kafka broker for all tests of the assembly that need a real one. It starts before all tests: a process that is started in the middle
/// of one inherits the embedded broker's connections, so that their end is not noticed.
/// </summary>
public sealed class RealBroker : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("kafka-rider-").FullName;
    KafkaServer? server;

    public static string? Home => Environment.GetEnvironmentVariable("KAFKA_HOME");

    public KafkaServer Server()
    {
        Assert.SkipUnless(server is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        return server!;
    }

    public async ValueTask InitializeAsync()
    {
        if (Home is { Length: > 0 } home) server = await KafkaServer.Start(home, folder, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
