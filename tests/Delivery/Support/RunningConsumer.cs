using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace Delivery.Support;

/// <summary>One instance of a consumer, seen through its HTTP interface.</summary>
public sealed class RunningConsumer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    readonly WebApplication app;
    readonly HttpClient http;
    readonly string view;

    RunningConsumer(WebApplication app, string view)
    {
        (this.app, this.view) = (app, view);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public static async Task<RunningConsumer> Start(Place place)
    {
        var app = place.Consumer.Build(place.Arguments);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningConsumer(app, place.Consumer.View);
    }

    public Task<JsonNode> Status() => Get("/views/status");

    /// <summary>The row, once it is there.</summary>
    public async Task<JsonNode> Row(string id)
    {
        JsonNode? row = null;
        await Until(async () => (row = await Find(id)) is not null, $"row {id}");
        return row!;
    }

    /// <summary>Waits until the view has so many rows and nothing is left to read.</summary>
    public Task Holds(int rows) => Until(
        async () => await Status() is var status && status["records"]?.GetValue<long>() == rows && status["lag"]?.GetValue<long>() == 0,
        $"{rows} rows and no lag");

    public async Task Until(Func<Task<bool>> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
                throw new TimeoutException($"{what} did not come within {Patience.TotalSeconds:0} s: {(await Status()).ToJsonString()}");
            await Task.Delay(PollInterval, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();
    }

    async Task<JsonNode?> Find(string id)
    {
        var response = await http.GetAsync($"/{view}/{id}", TestContext.Current.CancellationToken);
        if (!response.IsSuccessStatusCode) return null;
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    async Task<JsonNode> Get(string path) => JsonNode.Parse(await http.GetStringAsync(path, TestContext.Current.CancellationToken))!;
}
