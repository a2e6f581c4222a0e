using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cars;
using Loans;
using Microsoft.AspNetCore.Builder;
using Payments;

namespace Producers.Tests;

/// <summary>A producer service in this process, on a free port.</summary>
public sealed class RunningService : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    RunningService(WebApplication app)
    {
        App = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Patience };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    /// <summary>Builds a service and does not start it.</summary>
    public static WebApplication Build(string service, string connectionString, params string[] more)
    {
        var (build, name) = service switch
        {
            "cars" => ((Func<string[], WebApplication>)CarsService.Build, "Cars"),
            "loans" => (LoansService.Build, "Loans"),
            _ => (PaymentsService.Build, "Payments"),
        };
        return build([$"--ConnectionStrings:{name}={connectionString}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Error",
            .. more]);
    }

    /// <summary>Starts a service; it may not be ready yet.</summary>
    public static async Task<RunningService> Start(string service, string connectionString, params string[] more)
    {
        var app = Build(service, connectionString, more);
        await app.StartAsync();
        return new RunningService(app);
    }

    /// <summary>Waits until the service says that it is ready.</summary>
    public async Task<RunningService> Ready()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!(await Client.GetAsync("/health", patience.Token)).IsSuccessStatusCode) await Task.Delay(50, patience.Token);
        return this;
    }

    public Task<Answer> Post(string path, string body, string contentType = "application/json") =>
        Post(path, Encoding.UTF8.GetBytes(body), contentType);

    public async Task<Answer> Post(string path, byte[] body, string contentType = "application/json", string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType.Length > 0) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await Client.SendAsync(request);
        return await Answer.Read(response);
    }

    public async Task<Answer> Get(string path)
    {
        using var response = await Client.GetAsync(path);
        return await Answer.Read(response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}

/// <summary>What a service answered.</summary>
public sealed record Answer(int Status, string ContentType, TimeSpan? RetryAfter, Uri? Location, string Text)
{
    public static async Task<Answer> Read(HttpResponseMessage response) => new(
        (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", response.Headers.RetryAfter?.Delta,
        response.Headers.Location, await response.Content.ReadAsStringAsync());

    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>The fields that a problem names.</summary>
    public IReadOnlyList<string> Fields =>
        [.. Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!)];
}
