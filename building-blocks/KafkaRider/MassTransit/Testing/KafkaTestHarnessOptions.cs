namespace MassTransit;

/// <summary>What becomes of the topics of a test before it runs.</summary>
public class KafkaTestHarnessOptions
{
    /// <summary>Partitions of every topic. Default: 1.</summary>
    public int Partitions { get; set; } = 1;

    /// <summary>Replicas of every partition. Default: 1.</summary>
    public short Replicas { get; set; } = 1;

    /// <summary>The topics.</summary>
    public IReadOnlyList<string> TopicNames { get; set; } = [];

    /// <summary>Creates the topics that are not there. Default: it does not.</summary>
    public bool CreateTopicsIfNotExists { get; set; }

    /// <summary>Deletes the topics first, with all their records. Default: it does not.</summary>
    public bool CleanTopicsOnStart { get; set; }
}
