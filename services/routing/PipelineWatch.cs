using Streams;

namespace Routing;

/// <summary>Looks at the pipeline folder twice a second and reloads it when a file came, went or changed.</summary>
sealed class PipelineWatch(PipelineCatalog catalog, RoutingOptions options, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The plan was read before this service ran: what changed in between shows as a first difference.
        var seen = "";
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = Stamp();
            if (now != seen) catalog.Reload();
            seen = now;
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    string Stamp()
    {
        try
        {
            return string.Join('\n', PipelineFolder.Files(options.PipelineFolder)
                .Select(path => new FileInfo(path))
                .Select(file => $"{file.Name} {(file.Exists ? file.Length : 0)} {file.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
