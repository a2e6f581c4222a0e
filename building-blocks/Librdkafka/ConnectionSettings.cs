using Microsoft.Extensions.Configuration;

namespace Librdkafka;

/// <summary>
/// How to reach Kafka, from configuration: <c>Kafka__BootstrapServers</c> (or <c>KAFKA_BOOTSTRAP_SERVERS</c>), <c>KAFKA_API_KEY</c>
/// with <c>KAFKA_API_SECRET</c> (both: SASL_SSL, PLAIN), and any setting of librdkafka as <c>Kafka__Client__&lt;name&gt;</c>, which
/// wins over the rest.
/// </summary>
public static class ConnectionSettings
{
    const string Bootstrap = "bootstrap.servers";
    const int HighestPort = 65535;
    static readonly string[] SecretWords = ["password", "secret", "ssl.key.pem", "ssl_key", "token", "sasl.jaas"];

    /// <summary>
    /// Settings by librdkafka's names. Each mistake is appended to <paramref name="problems"/>, named by the key to change; nothing
    /// is thrown for them.
    /// </summary>
    public static Dictionary<string, string> Read(IConfiguration configuration, IList<string> problems)
    {
        Dictionary<string, string> settings = [];
        ReadServers(configuration, settings, problems);
        ReadCredentials(configuration, settings, problems);
        foreach (IConfigurationSection entry in configuration.GetSection("Kafka:Client").GetChildren())
        {
            List<string> wrong = [];
            ClientConfiguration.Check(entry.Key, entry.Value ?? "", wrong);
            foreach (string problem in wrong)
                problems.Add($"Kafka__Client__{entry.Key}: {problem}. The names are those of librdkafka's CONFIGURATION.md.");
            if (wrong.Count == 0) settings[entry.Key] = entry.Value ?? "";
        }

        return settings;
    }

    /// <summary>The settings as one line of text, secrets replaced by <c>***</c>.</summary>
    public static string Masked(IReadOnlyDictionary<string, string> settings) =>
        string.Join(", ", settings
            .OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => $"{setting.Key}={(IsSecret(setting.Key) ? "***" : setting.Value)}"));

    /// <summary>True for settings whose values are never printed.</summary>
    public static bool IsSecret(string name) => SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    static void ReadServers(IConfiguration configuration, Dictionary<string, string> settings, IList<string> problems)
    {
        string? servers = First(configuration, "Kafka:BootstrapServers", "KAFKA_BOOTSTRAP_SERVERS");
        if (servers is null)
        {
            if (First(configuration, $"Kafka:Client:{Bootstrap}") is null)
                problems.Add("Kafka__BootstrapServers is not set. Set it to the brokers' addresses, for example 127.0.0.1:9092.");
            return;
        }

        foreach (string server in servers.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (!IsAddress(server))
                problems.Add($"Kafka__BootstrapServers: '{server}' is not HOST:PORT. Separate several with commas.");
        settings[Bootstrap] = servers;
    }

    static void ReadCredentials(IConfiguration configuration, Dictionary<string, string> settings, IList<string> problems)
    {
        string? key = First(configuration, "KAFKA_API_KEY", "Kafka:ApiKey");
        string? secret = First(configuration, "KAFKA_API_SECRET", "Kafka:ApiSecret");
        if (key is null && secret is null) return;
        if (key is null || secret is null)
        {
            var (present, missing) = key is null ? ("KAFKA_API_SECRET", "KAFKA_API_KEY") : ("KAFKA_API_KEY", "KAFKA_API_SECRET");
            problems.Add($"{present} is set but {missing} is not. Set both (SASL_SSL, PLAIN) or neither (no credentials).");
            return;
        }

        settings["security.protocol"] = "sasl_ssl";
        settings["sasl.mechanisms"] = "PLAIN";
        settings["sasl.username"] = key;
        settings["sasl.password"] = secret;
    }

    /// <summary>HOST:PORT, [IPV6]:PORT, with an optional PROTOCOL:// before it; a host alone has Kafka's usual port.</summary>
    static bool IsAddress(string server)
    {
        int scheme = server.IndexOf("://", StringComparison.Ordinal);
        string address = scheme < 0 ? server : server[(scheme + 3)..];
        int colon = address.LastIndexOf(':');
        if (colon < 0 || address.EndsWith(']')) return address.Length > 0 && !address.Contains(' ');
        return colon > 0 && !address.Contains(' ') && int.TryParse(address[(colon + 1)..], out int port) && port is > 0 and <= HighestPort;
    }

    static string? First(IConfiguration configuration, params string[] keys) =>
        keys.Select(key => configuration[key]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value))?.Trim();
}
