using KafkaRider;

namespace MassTransit;

/// <summary>
/// What a consumer learns of a message that comes from a retry topic. Its <see cref="KafkaConsumeContext"/> says where the record is now;
/// this, where it first came from.
/// </summary>
public static class KafkaFaultContextExtensions
{
    /// <summary>Number of this attempt by way of retry topics: 1 for the first one.</summary>
    public static int Attempt(this ConsumeContext context) => Number(context, FaultHeaders.Attempts) is { } made ? (int)made + 1 : 1;

    /// <summary>Where the record first came from; null for one that has not failed before.</summary>
    public static FaultOrigin? Origin(this ConsumeContext context) =>
        context.ReceiveContext.TransportHeaders.Get<string>(FaultHeaders.OriginTopic) is not { } topic
            ? null
            : new FaultOrigin(
                topic,
                (int?)Number(context, FaultHeaders.OriginPartition),
                Number(context, FaultHeaders.OriginOffset),
                Number(context, FaultHeaders.OriginTimestamp));

    static long? Number(ConsumeContext context, string header) =>
        long.TryParse(context.ReceiveContext.TransportHeaders.Get<string>(header), out var number) ? number : null;
}
