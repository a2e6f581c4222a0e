using Contracts;
using KafkaRider;
using Librdkafka;
using Streams;

namespace Routing;

/// <summary>
/// Makes the topics in which the stages of this service's joins meet and keep their state, where they are missing: nobody else uses them.
/// The endpoint waits for them.
/// </summary>
sealed class JoinTopicCreation(
    IReadOnlyList<Topic> topics, KafkaConnection connection, TimeProvider time, ILogger<JoinTopicCreation> logger) : BackgroundService
{
    static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (topics.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Create(stoppingToken);
                return;
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
        var made = await StateTopics.CreateMissing(connection.Settings, topics, cancellationToken);
        if (made.Count > 0) Log.TopicsMade(logger, made.Count, string.Join(", ", made));
    }
}
