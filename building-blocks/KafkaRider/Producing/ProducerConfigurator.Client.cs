using Confluent.Kafka;

namespace KafkaRider;

/// <content>Settings that go to the producer as they are.</content>
internal sealed partial class ProducerConfigurator<TKey, TValue>
{
    public int? BatchNumMessages
    {
        set => config.BatchNumMessages = value;
    }

    public CompressionType? CompressionType
    {
        set => config.CompressionType = value;
    }

    public int? CompressionLevel
    {
        set => config.CompressionLevel = value;
    }

    public int? QueueBufferingBackpressureThreshold
    {
        set => config.QueueBufferingBackpressureThreshold = value;
    }

    public TimeSpan? RetryBackoff
    {
        set => config.RetryBackoffMs = value.ToMilliseconds();
    }

    public int? MessageSendMaxRetries
    {
        set => config.MessageSendMaxRetries = value;
    }

    public TimeSpan? Linger
    {
        set => config.LingerMs = value?.TotalMilliseconds;
    }

    public int? QueueBufferingMaxKbytes
    {
        set => config.QueueBufferingMaxKbytes = value;
    }

    public int? QueueBufferingMaxMessages
    {
        set => config.QueueBufferingMaxMessages = value;
    }

    public bool? EnableGaplessGuarantee
    {
        set => config.EnableGaplessGuarantee = value;
    }

    public bool? EnableIdempotence
    {
        set => config.EnableIdempotence = value;
    }

    public TimeSpan? TransactionTimeout
    {
        set => config.TransactionTimeoutMs = value.ToMilliseconds();
    }

    public string? TransactionalId
    {
        set => config.TransactionalId = value;
    }

    public Partitioner? Partitioner
    {
        set => config.Partitioner = value;
    }

    public TimeSpan? MessageTimeout
    {
        set => config.MessageTimeoutMs = value.ToMilliseconds();
    }

    public TimeSpan? RequestTimeout
    {
        set => config.RequestTimeoutMs = value.ToMilliseconds();
    }

    public string? DeliveryReportFields
    {
        set => config.DeliveryReportFields = value;
    }

    public bool? EnableDeliveryReports
    {
        set => config.EnableDeliveryReports = value;
    }

    public bool? EnableBackgroundPoll
    {
        set => config.EnableBackgroundPoll = value;
    }
}
