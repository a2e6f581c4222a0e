using Cli.Tests;
using Servers;

[assembly: AssemblyFixture(typeof(RealBroker))]

namespace Cli.Tests;

/// <summary>One Kafka broker for all tests of the assembly that need a real one; started by the first of them.</summary>
public sealed class RealBroker : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("cli-tests-kafka-").FullName;
    readonly SemaphoreSlim _starting = new(1, 1);
    KafkaServer? _server;

    public async Task<string> Servers()
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipUnless(home is { Length: > 0 }, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        await _starting.WaitAsync();
        try
        {
            _server ??= await KafkaServer.Start(home, _folder, CancellationToken.None);
            return _server.BootstrapServers;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _starting.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
