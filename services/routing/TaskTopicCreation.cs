using Contracts;
using KafkaRider;
using Librdkafka;
using Streams;

namespace Routing;

/// <summary>
/// Makes the topics in which the stages of this service's joins meet and keep their state, and those of seen ids, where they are missing:
/// nobody else uses them. The endpoint waits for them, and so do tasks, whose topic may be there before their changelog is.
/// </summary>
/// <param name="joins">The topics of joins.</param>
/// <param name="deduplicated">The topics whose ids are kept, each by as many partitions as it has.</param>
/// <param name="connection">The cluster.</param>
/// <param name="time">For the time between attempts.</param>
/// <param name="logger">Told what was made.</param>
sealed class TaskTopicCreation(
    IReadOnlyList<Topic> joins, IReadOnlyList<string> deduplicated, KafkaConnection connection, TimeProvider time,
    ILogger<TaskTopicCreation> logger) : BackgroundService
{
    static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    readonly TaskCompletionSource made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when all of them are there.</summary>
    public Task Made => made.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!Made.IsCompleted && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (joins.Count + deduplicated.Count > 0) await Create(stoppingToken);
                made.SetResult();
            }
            catch (KafkaException exception)
            {
                Log.TopicsNotMade(logger, exception.Message, Again);
                await Task.Delay(Again, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    async Task Create(CancellationToken cancellationToken)
    {
        await CreateMissing(joins, cancellationToken);
        List<Topic> seen = [];
        foreach (var topic in deduplicated)
        {
            var partitions = await StateTopics.Partitions(connection.Settings, topic, cancellationToken);
            seen.Add(Topics.OfSeen(Groups.Routing, topic, partitions));
        }
        await CreateMissing(seen, cancellationToken);
    }

    async Task CreateMissing(IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        var made = await StateTopics.CreateMissing(connection.Settings, topics, cancellationToken);
        if (made.Count > 0) Log.TopicsMade(logger, made.Count, string.Join(", ", made));
    }
}
