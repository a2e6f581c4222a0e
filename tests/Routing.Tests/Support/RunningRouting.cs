using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Routing.Tests.Support;

/// <summary>The service in this process, asked over HTTP.</summary>
public sealed class RunningRouting : IAsyncDisposable
{
    readonly WebApplication app;
    readonly HttpClient http = new();

    RunningRouting(WebApplication app) => this.app = app;

    public static async Task<RunningRouting> Start(
        Broker broker, PipelineFiles pipelines, ILoggerProvider? logs = null, params IEnumerable<string> arguments)
    {
        var app = RoutingService.Build([.. Arguments(broker, pipelines), .. arguments]);
        if (logs is not null) app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        await app.StartAsync();
        return new RunningRouting(app);
    }

    public static IEnumerable<string> Arguments(Broker broker, PipelineFiles pipelines) =>
    [
        $"--Kafka:BootstrapServers={broker.Servers}", $"--Pipelines:Path={pipelines.Folder}", "--urls=http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Routing.RoutingProcessor=Information", "--Routing:InstanceId=test",
    ];

    public string Url => app.Urls.First();

    public string StateFolder => app.Services.GetRequiredService<StateFolder>().Path;

    public async Task<JsonElement> Get(string path)
    {
        var text = await (await http.GetAsync($"{app.Urls.First()}{path}")).Content.ReadAsStringAsync();
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<(HttpStatusCode Status, JsonElement? Answer)> Post(string path, byte[] body)
    {
        var response = await http.PostAsync($"{app.Urls.First()}{path}", new ByteArrayContent(body));
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text == "" ? null : JsonDocument.Parse(text).RootElement);
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
