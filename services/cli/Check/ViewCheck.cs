namespace Cli;

/// <summary>Waits until every posted event is in its view, and compares the rows.</summary>
sealed class ViewCheck(PostedIndex posted, IReadOnlyList<ViewReader> readers, TimeProvider time, Progress progress)
{
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);

    /// <summary>Reads each view when it has grown enough, until all are complete or nothing has moved for as long as
    /// <paramref name="patience"/>.</summary>
    public async Task<IReadOnlyList<ViewOutcome>> Wait(TimeSpan patience, CancellationToken cancellationToken)
    {
        var watches = readers.Select(reader => new ViewWatch(reader, posted)).ToList();
        var (moved, reported) = (time.GetTimestamp(), time.GetTimestamp());
        while (!watches.TrueForAll(watch => watch.IsComplete))
        {
            foreach (var watch in watches)
                if (await watch.Look(progress, cancellationToken)) moved = time.GetTimestamp();
            if (time.GetElapsedTime(moved) > patience) break;
            if (time.GetElapsedTime(reported) > ReportInterval)
            {
                progress.Say($"in the views: {string.Join(", ", watches.Select(watch => $"{Math.Max(0, watch.Records)} {watch.Name}"))}");
                reported = time.GetTimestamp();
            }
            if (!watches.TrueForAll(watch => watch.IsComplete)) await Task.Delay(PollInterval, time, cancellationToken);
        }
        foreach (var watch in watches.Where(watch => !watch.IsComplete)) await watch.Read(cancellationToken);
        return watches.ConvertAll(watch => watch.Outcome);
    }
}
