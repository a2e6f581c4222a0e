using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Produces dead letters again, once each: copy and mark are one Kafka transaction, so a redrive that was interrupted, or is asked for
/// again, goes on with what is left. Two at the same time exclude each other: the later one ends the earlier. A copy that fails again is
/// a new dead letter, and may be redriven again. On the embedded broker, which has no real transactions, a crash may repeat copies.
/// </summary>
/// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
/// <param name="topic">The dead-letter topic.</param>
/// <param name="options">What to redrive, and how.</param>
/// <param name="time">The clock; the system's when null.</param>
public sealed class DeadLetterRedrive(
    IReadOnlyDictionary<string, string> connection, string topic, RedriveOptions options, TimeProvider? time = null)
{
    readonly TimeProvider clock = time ?? TimeProvider.System;

    /// <summary>Counts what <see cref="Execute"/> would do; changes nothing.</summary>
    /// <exception cref="KafkaException">The dead-letter topic does not exist, or the brokers do not answer.</exception>
    public async Task<RedriveCounts> Plan(CancellationToken cancellationToken = default)
    {
        var place = await FindPlace(makeMarks: false, cancellationToken);
        return await OnOwnThread(() => Count(place, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Copies what fits, at most <see cref="RedriveOptions.RecordsPerSecond"/>, up to the end that the topic has now: what dies again
    /// meanwhile is not followed.
    /// </summary>
    /// <param name="progress">Told after each transaction.</param>
    /// <param name="cancellationToken">Ends it after the open transaction: what was reported stays done, the rest is left.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="KafkaException">
    /// The dead-letter topic does not exist, the brokers do not answer, or another redrive took over. What was reported is done, and
    /// executing again goes on from there.
    /// </exception>
    public async Task<RedriveCounts> Execute(IProgress<RedriveCounts>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RecordsPerSecond, nameof(options.RecordsPerSecond));
        var place = await FindPlace(makeMarks: true, cancellationToken);
        return await OnOwnThread(() => Copy(place, progress, cancellationToken), cancellationToken);
    }

    async Task<RedrivePlace> FindPlace(bool makeMarks, CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection);
        var letters = await DeadLetterReader.Partitions(admin, topic, cancellationToken);
        if (makeMarks) await admin.CreateTopics([RedriveMarks.Topic(options.MarksTopic)], cancellationToken);
        var metadata = await admin.Metadata(cancellationToken);
        return new RedrivePlace(
            connection, topic, letters, metadata.Topics.ToDictionary(found => found.Name, found => found.Partitions.Count), clock);
    }

    RedriveCounts Count(RedrivePlace place, CancellationToken cancellationToken)
    {
        var tally = new RedriveTally(options, place.Topics, place.ReadMarks(options.MarksTopic, cancellationToken));
        using var scan = place.Scan(options.Filter);
        while (DeadLetterReader.Next(scan, options.Filter, cancellationToken) is { } letter)
            if (tally.Decide(letter) is { } target) tally.Copied(letter, target);
        return tally.Counts;
    }

    RedriveCounts Copy(RedrivePlace place, IProgress<RedriveCounts>? progress, CancellationToken cancellationToken)
    {
        using var run = new RedriveRun(place, options, cancellationToken);
        return run.Copy(progress);
    }

    static Task<RedriveCounts> OnOwnThread(Func<RedriveCounts> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
