namespace Capture;

/// <summary>Captures every configured database, each independently of the others.</summary>
sealed class CaptureService : BackgroundService
{
    readonly IReadOnlyList<DatabaseCapture> _captures;

    public CaptureService(
        IReadOnlyList<CapturedDatabase> databases, CaptureOptions options, RecordSinks sinks, ILogger<CaptureService> logger,
        TimeProvider time)
    {
        Databases = [.. databases.Select(database => new DatabaseStatus(database))];
        _captures = [.. databases.Zip(Databases, (database, status) =>
            new DatabaseCapture(database, options, sinks, status, logger, time))];
        CaptureMetrics.Observe(Databases);
    }

    public IReadOnlyList<DatabaseStatus> Databases { get; }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_captures.Select(capture => capture.Run(stoppingToken)));
}
