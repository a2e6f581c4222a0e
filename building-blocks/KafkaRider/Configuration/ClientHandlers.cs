using System.Text;
using Confluent.Kafka;
using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>What user code wants to hear of a client. What it throws is logged: it must not cost the endpoint its records.</summary>
internal sealed record ClientHandlers
{
    internal Action<CommittedOffsets>? OffsetsCommitted { get; init; }

    internal Action<string>? Statistics { get; init; }

    internal StatisticsHandler? StatisticsHandler(ILogger logger, string endpoint) =>
        Statistics is { } handler ? json => Tell(handler, Encoding.UTF8.GetString(json), logger, endpoint) : null;

    internal void TellCommitted(
        IEnumerable<Librdkafka.TopicPartitionOffset> offsets, Librdkafka.ErrorCode code, ILogger logger, string endpoint)
    {
        if (OffsetsCommitted is not { } handler) return;
        var error = code.ToError();
        var committed = offsets.Select(offset => new TopicPartitionOffsetError(offset.Topic, offset.Partition, offset.Offset, error));
        Tell(handler, new CommittedOffsets([.. committed], error), logger, endpoint);
    }

    static void Tell<T>(Action<T> handler, T news, ILogger logger, string endpoint)
    {
        try
        {
            handler(news);
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(logger, exception, endpoint, typeof(T).Name);
        }
    }
}
