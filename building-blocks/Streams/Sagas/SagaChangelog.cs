using Contracts;
using KafkaRider;
using Microsoft.Extensions.Logging;

namespace Streams;

/// <summary>The changelog of a saga: made when the first partition is assigned, unless it is there, with as many partitions as the
/// endpoint's topic.</summary>
sealed class SagaChangelog(SagaEndpoint endpoint, string store, ILogger logger)
{
    readonly SemaphoreSlim one = new(1);
    bool isThere;

    /// <summary>Makes it where it is missing.</summary>
    /// <exception cref="InvalidOperationException">It has too few partitions.</exception>
    /// <exception cref="Librdkafka.KafkaException">The cluster does not answer, or refuses.</exception>
    public async Task IsThere(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            if (!isThere) await Create(cancellationToken);
            isThere = true;
        }
        finally
        {
            one.Release();
        }
    }

    async Task Create(CancellationToken cancellationToken)
    {
        var name = Topics.Changelog(endpoint.GroupId, store);
        var partitions = await StateTopics.Partitions(endpoint.Connection, endpoint.Topic, cancellationToken);
        var changelog = new Topic(name, partitions, CleanUp.Compact, null, TimestampType.CreateTime);
        if ((await StateTopics.CreateMissing(endpoint.Connection, [changelog], cancellationToken)).Count > 0)
        {
            Log.ChangelogMade(logger, name, partitions);
            return;
        }

        var found = await StateTopics.Partitions(endpoint.Connection, name, cancellationToken);
        if (found < partitions)
        {
            throw new InvalidOperationException(
                $"{name} has {found} partitions and {endpoint.Topic} {partitions}: add partitions to the changelog until it has as many");
        }
    }
}
