using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Servers;

/// <summary>One Kafka Connect worker from a Kafka distribution that has Debezium in its folder <c>plugins</c>, on loopback.</summary>
public sealed class ConnectWorker : IAsyncDisposable
{
    static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);
    static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    readonly ChildProcess _process;
    readonly HttpClient _http;

    ConnectWorker(ChildProcess process, int port)
    {
        _process = process;
        Url = new Uri($"http://127.0.0.1:{port}");
        _http = new HttpClient { BaseAddress = Url, Timeout = RequestTimeout };
    }

    /// <summary>The REST API.</summary>
    public Uri Url { get; }

    /// <summary>The worker process.</summary>
    public ChildProcess Process => _process;

    /// <summary>Whether a Kafka distribution has Debezium's PostgreSQL connector.</summary>
    public static bool HasDebezium(string home) =>
        Directory.Exists(Path.Combine(home, "plugins"))
        && Directory.GetDirectories(Path.Combine(home, "plugins"), "debezium*postgres*").Length > 0;

    /// <summary>Starts a worker and waits until its REST API answers.</summary>
    /// <param name="home">Folder of the Kafka distribution (KAFKA_HOME).</param>
    /// <param name="bootstrapServers">The brokers.</param>
    /// <param name="folder">Folder of the configuration and the log.</param>
    /// <param name="environment">Variables that connector configurations read as <c>${env:NAME}</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ConnectWorker> Start(string home, string bootstrapServers, string folder,
        IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var port = Ports.Free();
        Directory.CreateDirectory(folder);
        var configuration = Path.Combine(folder, "connect.properties");
        await File.WriteAllTextAsync(configuration, Properties(home, bootstrapServers, port), cancellationToken);
        var process = ChildProcess.Start("Kafka Connect", [Path.Combine(home, "bin", "connect-distributed.sh"), configuration],
            Path.Combine(folder, "connect.log"), new Dictionary<string, string>(environment) { ["LOG_DIR"] = folder });
        var worker = new ConnectWorker(process, port);
        await Waiting.Until(process, () => worker.IsReady(cancellationToken), StartTimeout, cancellationToken);
        return worker;
    }

    /// <summary>Creates or changes a connector and waits until it and its task run.</summary>
    /// <param name="json">A document of the form <c>{"name": …, "config": {…}}</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="forgetPosition">Removes the position that Connect remembers of an earlier connector of this name (KIP-875).</param>
    /// <exception cref="InvalidOperationException">Connect refused it, or its task failed; the message has the reason.</exception>
    public async Task PutConnector(string json, CancellationToken cancellationToken, bool forgetPosition = false)
    {
        using var document = JsonDocument.Parse(json);
        var name = document.RootElement.GetProperty("name").GetString()!;
        var content = new StringContent(document.RootElement.GetProperty("config").GetRawText(), Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync($"/connectors/{name}/config", content, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new InvalidOperationException($"Kafka Connect refused connector '{name}': {answer}");
        }
        if (forgetPosition && await HasPosition(name, cancellationToken)) await ForgetPosition(name, cancellationToken);
        await Waiting.Until(_process, () => IsRunning(name, cancellationToken), StartTimeout, cancellationToken);
    }

    async Task<bool> HasPosition(string name, CancellationToken cancellationToken)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>($"/connectors/{name}/offsets", cancellationToken);
        return answer.GetProperty("offsets").GetArrayLength() > 0;
    }

    async Task ForgetPosition(string name, CancellationToken cancellationToken)
    {
        using var stop = await _http.PutAsync($"/connectors/{name}/stop", null, cancellationToken);
        stop.EnsureSuccessStatusCode();
        await Waiting.Until(_process, async () =>
        {
            // Refused until the last task has ended.
            using var forget = await _http.DeleteAsync($"/connectors/{name}/offsets", cancellationToken);
            return forget.IsSuccessStatusCode;
        }, StartTimeout, cancellationToken);
        using var resume = await _http.PutAsync($"/connectors/{name}/resume", null, cancellationToken);
        resume.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
    }

    async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync("/connectors", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    async Task<bool> IsRunning(string name, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"/connectors/{name}/status", cancellationToken);
        if (!response.IsSuccessStatusCode) return false;
        var status = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var tasks = status.GetProperty("tasks").EnumerateArray().ToList();
        var failed = tasks.Find(task => task.GetProperty("state").GetString() == "FAILED");
        if (failed.ValueKind == JsonValueKind.Object)
            throw new InvalidOperationException($"Connector '{name}' failed: {failed.GetProperty("trace").GetString()}");
        return status.GetProperty("connector").GetProperty("state").GetString() == "RUNNING"
            && tasks.Count > 0 && tasks.TrueForAll(task => task.GetProperty("state").GetString() == "RUNNING");
    }

    // A relative plugin.path fails quietly: only the connectors of Kafka itself are found.
    static string Properties(string home, string bootstrapServers, int port) => $"""
        bootstrap.servers={bootstrapServers}
        group.id=connect
        listeners=http://127.0.0.1:{port}
        plugin.path={Path.GetFullPath(Path.Combine(home, "plugins"))}
        key.converter=org.apache.kafka.connect.json.JsonConverter
        value.converter=org.apache.kafka.connect.json.JsonConverter
        key.converter.schemas.enable=false
        value.converter.schemas.enable=false
        offset.storage.topic=connect-offsets
        offset.storage.replication.factor=1
        offset.storage.partitions=1
        config.storage.topic=connect-configs
        config.storage.replication.factor=1
        status.storage.topic=connect-status
        status.storage.replication.factor=1
        status.storage.partitions=1
        offset.flush.interval.ms=10000
        connector.client.config.override.policy=All
        producer.max.request.size=2097152
        config.providers=env
        config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
        """;
}
