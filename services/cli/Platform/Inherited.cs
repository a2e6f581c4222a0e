using System.Collections;

namespace Cli;

/// <summary>Environment variables of the user's shell that must not reach the services.</summary>
static class Inherited
{
    /// <summary>One value for every service would be wrong for all but one.</summary>
    static readonly string[] PerService = ["KAFKA_TOPIC", "CONSUMER_GROUP_ID", "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS"];

    static readonly string[] Connection = ["KAFKA_BOOTSTRAP_SERVERS", "KAFKA_API_KEY", "KAFKA_API_SECRET"];

    const string ClientPrefix = "Kafka__Client__";

    /// <summary>Removes them; also the connection settings, when they belong to brokers that this run does not use.</summary>
    public static void Forget(bool keepConnection)
    {
        foreach (var name in PerService) Environment.SetEnvironmentVariable(name, null);
        if (keepConnection) return;
        foreach (var name in Connection) Environment.SetEnvironmentVariable(name, null);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (((string)variable.Key).StartsWith(ClientPrefix, StringComparison.OrdinalIgnoreCase))
                Environment.SetEnvironmentVariable((string)variable.Key, null);
    }
}
