namespace MassTransit;

/// <summary>How a consumer fetches.</summary>
public interface IKafkaFetchConfigurator
{
    /// <summary>librdkafka <c>fetch.wait.max.ms</c>.</summary>
    TimeSpan? WaitMaxInterval { set; }

    /// <summary>librdkafka <c>max.partition.fetch.bytes</c>.</summary>
    int? MaxPartitionBytes { set; }

    /// <summary>librdkafka <c>fetch.max.bytes</c>.</summary>
    int? MaxBytes { set; }

    /// <summary>librdkafka <c>fetch.min.bytes</c>.</summary>
    int? MinBytes { set; }

    /// <summary>librdkafka <c>fetch.error.backoff.ms</c>.</summary>
    TimeSpan? ErrorBackoffInterval { set; }
}
