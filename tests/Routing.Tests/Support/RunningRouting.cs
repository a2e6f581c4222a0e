using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Routing.Tests.Support;

/// <summary>The service in this process, asked over HTTP.</summary>
public sealed class RunningRouting : IAsyncDisposable
{
    readonly WebApplication app;
    readonly HttpClient http = new();

    RunningRouting(WebApplication app) => this.app = app;

    public static async Task<RunningRouting> Start(Broker broker, PipelineFiles pipelines)
    {
        var app = RoutingService.Build([.. Arguments(broker, pipelines)]);
        await app.StartAsync();
        return new RunningRouting(app);
    }

    public static IEnumerable<string> Arguments(Broker broker, PipelineFiles pipelines) =>
    [
        $"--Kafka:BootstrapServers={broker.Servers}", $"--Pipelines:Path={pipelines.Folder}", "--urls=http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Warning", "--Routing:InstanceId=test",
    ];

    public async Task<JsonElement> Get(string path)
    {
        var text = await (await http.GetAsync($"{app.Urls.First()}{path}")).Content.ReadAsStringAsync();
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Records evaluated so far, tombstones included.</summary>
    public async Task<long> Records() => (await Get("/pipelines")).GetProperty("records").GetInt64();

    public Task Read(long records) => Eventually.Is(async () => await Records() >= records, $"{records} records read");

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
