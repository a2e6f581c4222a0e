using System.Net.Sockets;
using Librdkafka;
using Npgsql;

namespace Capture;

/// <summary>Captures one database for as long as the process runs: session after session, with a growing wait after each failure.</summary>
sealed class DatabaseCapture(CapturedDatabase database, CaptureOptions options, RecordSinks sinks, DatabaseStatus status, ILogger logger,
    TimeProvider time)
{
    public async Task Run(CancellationToken stopping)
    {
        var backOff = CaptureOptions.MinBackOff;
        var mayRepublish = true;
        while (!stopping.IsCancellationRequested)
        {
            var start = time.GetTimestamp();
            var session = new CaptureSession(database, options, sinks, status, logger, time);
            try
            {
                await session.Run(mayRepublish, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                if (time.GetElapsedTime(start) > CaptureOptions.MaxBackOff) backOff = CaptureOptions.MinBackOff;
                Report(exception, backOff);
                await Task.Delay(backOff, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                backOff = TimeSpan.FromTicks(Math.Min(backOff.Ticks * 2, CaptureOptions.MaxBackOff.Ticks));
            }
            mayRepublish &= !session.HasRepublished;
        }
        status.Stopped();
        logger.Stopped(database.Name, status.Report().ConfirmedLsn);
    }

    // A failure of a server or of the set-up is told in one line; anything else is a fault of this program and comes with its stack.
    void Report(Exception exception, TimeSpan wait)
    {
        CaptureMetrics.Failures.Add(1, CaptureMetrics.Database(database.Name));
        var reason = exception is NpgsqlException { InnerException: { } inner }
            ? $"{exception.Message}: {inner.Message}"
            : exception.Message;
        status.Failed(reason);
        if (IsExpected(exception)) logger.Waiting(database.Name, wait, reason);
        else logger.Failed(exception, database.Name, wait);
    }

    static bool IsExpected(Exception exception) =>
        exception is CaptureException or KafkaException or NpgsqlException or SocketException or IOException or TimeoutException;
}
