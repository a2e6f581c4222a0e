using Librdkafka;

namespace KafkaRider.Tests.Support;

/// <summary>Dead letters without a consumer that made them.</summary>
public static class DeadLetters
{
    /// <summary>Offset in its source of every dead letter made here.</summary>
    public const long OriginOffset = 7;

    /// <summary>A dead letter with a header of its own (<c>own</c>) and those of a fault, from the partition of the same number.</summary>
    public static void DeadLetter(
        this Broker broker,
        string topic,
        int partition,
        string key,
        string reason,
        string source = "source",
        Type? exception = null,
        int attempts = 1)
    {
        var headers = new OutgoingHeaders()
            .Add("own", "kept")
            .Add(FaultHeaders.OriginTopic, source)
            .Add(FaultHeaders.OriginPartition, partition.ToString())
            .Add(FaultHeaders.OriginOffset, OriginOffset.ToString())
            .Add(FaultHeaders.Group, "some-group")
            .Add(FaultHeaders.Reason, reason)
            .Add(FaultHeaders.Attempts, attempts.ToString());
        if (exception is not null) headers.Add(FaultHeaders.ExceptionType, exception.FullName);
        broker.Produce(topic, [(partition, key, $"value of {key}")], headers);
    }
}
