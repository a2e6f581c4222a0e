namespace MassTransit;

/// <summary>Reads what Kafka knows about a message in a consumer.</summary>
public static class KafkaConsumeContextExtensions
{
    /// <summary>Partition of the message; null when it does not come from Kafka.</summary>
    public static int? Partition(this ConsumeContext context) =>
        context.TryGetPayload(out KafkaConsumeContext? kafka) ? kafka.Partition : null;

    /// <summary>Offset of the message; null when it does not come from Kafka.</summary>
    public static long? Offset(this ConsumeContext context) => context.TryGetPayload(out KafkaConsumeContext? kafka) ? kafka.Offset : null;

    /// <summary>Whether the message was the last of its partition when it was read; null when it does not come from Kafka.</summary>
    public static bool? IsPartitionEof(this ConsumeContext context) =>
        context.TryGetPayload(out KafkaConsumeContext? kafka) ? kafka.IsPartitionEof : null;

    /// <summary>Key of the message; the default when it does not come from Kafka or its key is of another type.</summary>
    public static TKey? GetKey<TKey>(this ConsumeContext context) =>
        context.TryGetPayload(out KafkaConsumeContext<TKey>? kafka) ? kafka.Key : default;
}
