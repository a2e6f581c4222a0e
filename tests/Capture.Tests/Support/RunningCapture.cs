using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Capture.Tests;

/// <summary>The capture service in this process.</summary>
sealed class RunningCapture : IAsyncDisposable
{
    readonly WebApplication _app;

    RunningCapture(WebApplication app) => _app = app;

    public CaptureService Service => _app.Services.GetRequiredService<CaptureService>();

    public Uri Url => new(_app.Urls.First());

    public DatabaseReport Report => Service.Databases[0].Report();

    /// <summary>Starts it and waits until it streams.</summary>
    public static async Task<RunningCapture> Streaming(TestBroker broker, TestOutbox outbox, params string[] settings)
    {
        var capture = await Start(broker, outbox, settings);
        await Eventually.Until(() => capture.Service.Databases.All(status => status.IsStreaming), () => $"streaming: {capture.Report}");
        return capture;
    }

    /// <summary>Starts it.</summary>
    public static async Task<RunningCapture> Start(TestBroker broker, TestOutbox outbox, params string[] settings)
    {
        var app = CaptureApplication.Build([.. Arguments(broker, outbox), "--urls=http://127.0.0.1:0", .. settings]);
        await app.StartAsync();
        return new RunningCapture(app);
    }

    public static string[] Arguments(TestBroker broker, TestOutbox outbox) =>
    [
        $"--Kafka:BootstrapServers={broker.BootstrapServers}", $"--ConnectionStrings:{outbox.Name}={outbox.ConnectionString}",
        $"--Capture:Topic={broker.Topic}", $"--Capture:PositionTopic={broker.PositionTopic}",
        $"--Logging:LogLevel:Default={Environment.GetEnvironmentVariable("CAPTURE_LOG") ?? "None"}",
    ];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
