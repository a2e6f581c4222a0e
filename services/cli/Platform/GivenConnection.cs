using Librdkafka;
using Microsoft.Extensions.Configuration;

namespace Cli;

/// <summary>The connection to the user's brokers, read from the environment as the services read it.</summary>
static class GivenConnection
{
    /// <param name="bootstrapServers">host:port; null: what the environment says.</param>
    /// <exception cref="PlatformException">All mistakes, together.</exception>
    public static IReadOnlyDictionary<string, string> Read(string? bootstrapServers)
    {
        var builder = new ConfigurationBuilder().AddEnvironmentVariables();
        if (bootstrapServers is not null) builder.AddInMemoryCollection([new("Kafka:BootstrapServers", bootstrapServers)]);
        var configuration = builder.Build();
        List<string> problems = [];
        var settings = ConnectionSettings.Read(configuration, problems);
        return problems.Count == 0 ? settings : throw new PlatformException(string.Join('\n', problems));
    }
}
