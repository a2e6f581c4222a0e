using Confluent.Kafka;
using MassTransit.KafkaIntegration.Serializers;

namespace MassTransit;

/// <summary>Settings of a producer. What is left alone keeps librdkafka's default.</summary>
public interface IKafkaProducerConfigurator
{
    /// <summary>librdkafka <c>batch.num.messages</c>.</summary>
    int? BatchNumMessages { set; }

    /// <summary>librdkafka <c>compression.type</c>.</summary>
    CompressionType? CompressionType { set; }

    /// <summary>librdkafka <c>compression.level</c>.</summary>
    int? CompressionLevel { set; }

    /// <summary>librdkafka <c>queue.buffering.backpressure.threshold</c>.</summary>
    int? QueueBufferingBackpressureThreshold { set; }

    /// <summary>librdkafka <c>retry.backoff.ms</c>.</summary>
    TimeSpan? RetryBackoff { set; }

    /// <summary>librdkafka <c>message.send.max.retries</c>.</summary>
    int? MessageSendMaxRetries { set; }

    /// <summary>librdkafka <c>linger.ms</c>.</summary>
    TimeSpan? Linger { set; }

    /// <summary>librdkafka <c>queue.buffering.max.kbytes</c>.</summary>
    int? QueueBufferingMaxKbytes { set; }

    /// <summary>librdkafka <c>queue.buffering.max.messages</c>.</summary>
    int? QueueBufferingMaxMessages { set; }

    /// <summary>librdkafka <c>enable.gapless.guarantee</c>.</summary>
    bool? EnableGaplessGuarantee { set; }

    /// <summary>librdkafka <c>enable.idempotence</c>.</summary>
    bool? EnableIdempotence { set; }

    /// <summary>librdkafka <c>transaction.timeout.ms</c>.</summary>
    TimeSpan? TransactionTimeout { set; }

    /// <summary>librdkafka <c>transactional.id</c>.</summary>
    string? TransactionalId { set; }

    /// <summary>librdkafka <c>partitioner</c>.</summary>
    Partitioner? Partitioner { set; }

    /// <summary>librdkafka <c>message.timeout.ms</c>.</summary>
    TimeSpan? MessageTimeout { set; }

    /// <summary>librdkafka <c>request.timeout.ms</c>.</summary>
    TimeSpan? RequestTimeout { set; }

    /// <summary>Fields of delivery reports; kept for source compatibility, reports here carry all.</summary>
    string? DeliveryReportFields { set; }

    /// <summary>Kept for source compatibility: a producer here always knows what was delivered.</summary>
    bool? EnableDeliveryReports { set; }

    /// <summary>Kept for source compatibility: a producer here always polls.</summary>
    bool? EnableBackgroundPoll { set; }

    /// <summary>Takes the client's statistics, JSON, every <see cref="IKafkaFactoryConfigurator.StatisticsInterval"/>.</summary>
    void SetStatisticsHandler(Action<string> statisticsHandler);

    /// <summary>Writes headers in another way than UTF-8 text.</summary>
    void SetHeadersSerializer(IHeadersSerializer serializer);
}

/// <summary>The same for given types of key and value.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="TValue">Type of the message.</typeparam>
public interface IKafkaProducerConfigurator<TKey, TValue> : IKafkaProducerConfigurator
    where TValue : class
{
    /// <summary>Writes keys in this way.</summary>
    void SetKeySerializer(IAsyncSerializer<TKey> serializer);

    /// <summary>Writes values in this way.</summary>
    void SetValueSerializer(IAsyncSerializer<TValue> serializer);
}
