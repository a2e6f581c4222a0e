using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>
/// Holds the batches of an endpoint back while most attempts fail, until one succeeds. One for an endpoint as long as the process runs;
/// every batch asks it.
/// </summary>
internal sealed class FaultGate(RecordEndpointConfigurator settings, ILogger logger, TimeProvider time)
{
    readonly Lock gate = new();
    readonly SemaphoreSlim trials = new(1);
    readonly FailureWindow? window = settings.Faults.Stop is { } rule ? new FailureWindow(rule, time) : null;
    volatile string? problem;
    int failedTrials;
    long nextTrial;

    /// <summary>Why nothing runs now but a trial; null while everything does.</summary>
    internal string? Problem => problem;

    internal void Began(int attempts)
    {
        if (window is null) return;
        lock (gate) window.Began(attempts);
    }

    /// <summary>An attempt failed that may succeed later. True when its record must stay where it is.</summary>
    internal bool Failed(Exception error)
    {
        if (window is null) return false;
        lock (gate)
        {
            if (problem is not null) return true;
            window.Failed();
            if (!window.IsExceeded) return false;
            problem = $"paused at {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}: too many attempts fail, the last with "
                + $"{error.GetType().Name}: {error.Message}";
            Log.EndpointPauses(logger, settings.Name, problem);
            failedTrials = 0;
            PlanTrial();
            return true;
        }
    }

    /// <summary>Waits until a batch may run.</summary>
    internal async ValueTask<Turn> Enter(CancellationToken draining)
    {
        while (!draining.IsCancellationRequested)
        {
            if (problem is null) return Turn.Normal;
            try
            {
                if (await EnterTrial(draining)) return Turn.Trial;
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return Turn.Refused;
    }

    /// <summary>A batch ran. One success in a trial opens the gate.</summary>
    internal void Ran(Turn turn, bool anySucceeded)
    {
        if (turn != Turn.Trial) return;
        lock (gate)
        {
            if (anySucceeded)
            {
                problem = null;
                window!.Clear();
                Log.EndpointGoesOn(logger, settings.Name);
            }
            else
            {
                failedTrials++;
                PlanTrial();
            }
        }

        trials.Release();
    }

    /// <summary>One trial at a time, each after its wait; false when none is needed any more.</summary>
    async Task<bool> EnterTrial(CancellationToken draining)
    {
        await trials.WaitAsync(draining);
        var entered = false;
        try
        {
            if (problem is null) return false;
            var wait = time.GetElapsedTime(time.GetTimestamp(), Volatile.Read(ref nextTrial));
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, draining);
            entered = true;
            return true;
        }
        finally
        {
            if (!entered) trials.Release();
        }
    }

    void PlanTrial() => nextTrial = time.GetTimestamp()
        + (long)(BackOff.After(failedTrials + 1, settings.FirstBackOff, settings.LongestBackOff).TotalSeconds * time.TimestampFrequency);
}
