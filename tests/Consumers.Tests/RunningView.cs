using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Consumers.Tests;

/// <summary>Where one consumer reads and writes in a test.</summary>
public sealed record Place(View View, string BootstrapServers, string Topic, string Group, string ConnectionString)
{
    public string DeadLetterTopic => $"{Group}-dead-letter";

    /// <summary>Topics, group and database of a test's own.</summary>
    public static async Task<Place> Create(Platform platform, View view, Broker? broker = null)
    {
        broker ??= platform.Broker;
        var place = new Place(view, broker.Servers, platform.NewName($"{view.Name}-topic"), platform.NewName($"{view.Name}-group"),
            await platform.NewDatabase());
        await broker.CreateTopic(place.Topic);
        await broker.CreateTopic(place.DeadLetterTopic);
        foreach (var delay in Contracts.Limits.RetryDelays) await broker.CreateTopic(Contracts.Topics.Retry(place.Group, delay));
        return place;
    }

    public Dictionary<string, string> Environment => new()
    {
        ["Kafka__BootstrapServers"] = BootstrapServers,
        ["ConnectionStrings__View"] = ConnectionString,
        ["KAFKA_TOPIC"] = Topic,
        ["CONSUMER_GROUP_ID"] = Group,
    };
}

/// <summary>A consumer in this process, seen through its HTTP interface.</summary>
public sealed class RunningView : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    readonly WebApplication app;
    readonly string name;

    RunningView(WebApplication app, string name)
    {
        (this.app, this.name) = (app, name);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public static async Task<RunningView> Start(Place place, params string[] more)
    {
        var settings = place.Environment.Select(setting => $"--{setting.Key.Replace("__", ":")}={setting.Value}");
        var app = place.View.Build([.. settings, "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error", .. more]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningView(app, place.View.Name);
    }

    public async Task<JsonNode> Get(string path) => JsonNode.Parse(await Http.GetStringAsync(path, TestContext.Current.CancellationToken))!;

    public Task<JsonNode> Status() => Get("/views/status");

    /// <summary>The row, once it is there.</summary>
    public async Task<JsonNode> Row(string id)
    {
        HttpResponseMessage? response = null;
        await Until(async () =>
        {
            response = await Http.GetAsync($"/{name}/{Uri.EscapeDataString(id)}", TestContext.Current.CancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }, $"row {id}");
        return JsonNode.Parse(await response!.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    public Task UntilStatus(Func<JsonNode, bool> condition, string what) => Until(async () => condition(await Status()), what);

    public async Task Until(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                var status = (await Status()).ToJsonString();
                throw new TimeoutException($"{what} did not come within {Patience.TotalSeconds:0} s; status: {status}");
            }
            await Task.Delay(PollInterval, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();
    }
}
