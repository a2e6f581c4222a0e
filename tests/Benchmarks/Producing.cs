using Librdkafka;

namespace Benchmarks;

/// <summary>How every producer of these benchmarks sends, so that none has an advantage.</summary>
static class Producing
{
    /// <summary>How long produced records wait for company, in milliseconds.</summary>
    internal const int Linger = 5;

    /// <summary>How long a full queue is left to empty itself: in a transaction nothing is reported that would end a poll.</summary>
    static readonly TimeSpan RoomWait = TimeSpan.FromMilliseconds(5);

    internal static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> connection, int linger = Linger) =>
        new(connection)
        {
            ["linger.ms"] = linger.ToString(),
            ["enable.idempotence"] = "true",
        };

    /// <summary>Queues a record, once there is room.</summary>
    internal static void Send(
        Producer producer,
        string topic,
        int partition,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        OutgoingHeaders? headers = null)
    {
        ErrorCode code;
        while ((code = producer.Produce(topic, partition, key, value, headers)) == ErrorCode.QueueFull) producer.Poll(RoomWait);
        if (code != ErrorCode.NoError) throw new KafkaException(code, "Producing");
    }
}
