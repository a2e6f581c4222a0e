using MassTransit.Configuration;

namespace MassTransit.KafkaIntegration;

/// <summary>How a topic is created that is missing when its endpoint starts.</summary>
/// <param name="topic">Its name.</param>
public class KafkaTopicOptions(string topic) : IOptions, ISpecification
{
    /// <summary>Partitions. Default: 1.</summary>
    public ushort NumPartitions { internal get; set; } = 1;

    /// <summary>Replicas of each partition, at most one a broker. Default: 1.</summary>
    public short ReplicationFactor { internal get; set; } = 1;

    /// <summary>How long the cluster may take to create it before that is tried again. Default: 5 s.</summary>
    public TimeSpan RequestTimeout { internal get; set; } = TimeSpan.FromSeconds(5);

    internal string Topic => topic;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate()
    {
        if (NumPartitions == 0) yield return this.Failure(nameof(NumPartitions), $"of topic {topic} is 0, at least 1 is needed");
        if (ReplicationFactor <= 0)
            yield return this.Failure(nameof(ReplicationFactor), $"of topic {topic} is {ReplicationFactor}, at least 1 is needed");
        if (RequestTimeout <= TimeSpan.Zero)
            yield return this.Failure(nameof(RequestTimeout), $"of topic {topic} is {RequestTimeout}, more than zero is needed");
    }
}
