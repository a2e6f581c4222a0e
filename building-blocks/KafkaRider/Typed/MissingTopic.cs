using Librdkafka;
using MassTransit.KafkaIntegration;

namespace KafkaRider;

/// <summary>Creates the topic of an endpoint that is not there when the endpoint starts. One that is there stays as it is.</summary>
internal sealed class MissingTopic(KafkaTopicOptions options, EngineParts parts, string endpoint)
{
    /// <summary>
    /// Tries once within the request timeout. False: the cluster did not answer, and it is worth trying again. A refusal is only logged:
    /// the topic may be there all the same, or be made by someone who may.
    /// </summary>
    internal async Task<bool> Create(CancellationToken cancellationToken)
    {
        try
        {
            using var admin = Admin.Create(
                ClientSettings.Admin(parts.Connection), options.RequestTimeout, new ClientEvents { TokenNeeded = parts.TokenNeeded });
            var wanted = new NewTopic(options.Topic, options.NumPartitions, options.ReplicationFactor);
            var topic = (await admin.CreateTopics([wanted], cancellationToken))[0];
            if (!topic.Existed) Log.TopicCreated(parts.Logger, endpoint, topic.Name, topic.Partitions);
            return true;
        }
        catch (KafkaException exception) when (exception.Code is ErrorCode.TimedOut or ErrorCode.RequestTimedOut or ErrorCode.Transport)
        {
            Log.TopicRefused(parts.Logger, endpoint, options.Topic, exception.Message);
            return false;
        }
        catch (KafkaException exception)
        {
            Log.TopicRefused(parts.Logger, endpoint, options.Topic, exception.Message);
            return true;
        }
    }

    /// <summary>Tries until the cluster answers.</summary>
    internal async Task CreateAtLast(CancellationToken cancellationToken)
    {
        for (var attempts = 1; !await Create(cancellationToken); attempts++)
        {
            var wait = BackOff.After(attempts, RecordEndpointDefaults.FirstBackOff, RecordEndpointDefaults.LongestBackOff);
            await Task.Delay(wait, parts.Time, cancellationToken);
        }
    }
}
