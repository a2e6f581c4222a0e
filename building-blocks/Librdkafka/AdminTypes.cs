namespace Librdkafka;

/// <summary>A topic to create.</summary>
/// <param name="Name">The name.</param>
/// <param name="Partitions">The number of partitions.</param>
/// <param name="ReplicationFactor">The number of replicas; -1 is the broker's default.</param>
/// <param name="Settings">Topic settings by Kafka's names, for example <c>cleanup.policy</c>; null for none.</param>
public sealed record NewTopic(
    string Name, int Partitions, int ReplicationFactor = -1, IReadOnlyDictionary<string, string>? Settings = null);

/// <summary>What became of a topic to create.</summary>
/// <param name="Name">The name.</param>
/// <param name="Existed">True when it was there already; nothing was changed.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="Wanted">How many were asked for.</param>
public sealed record CreatedTopic(string Name, bool Existed, int Partitions, int Wanted)
{
    /// <summary>False when an existing topic has another number of partitions than was asked for: keys would go elsewhere.</summary>
    public bool HasWantedPartitions => Partitions == Wanted;
}

/// <summary>A topic as the cluster describes it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Partitions">Its partitions.</param>
/// <param name="Error">
/// Why the cluster cannot describe it, for example <see cref="ErrorCode.UnknownTopicOrPartition"/>; else NoError.
/// </param>
public sealed record TopicDescription(string Name, IReadOnlyList<PartitionDescription> Partitions, ErrorCode Error);

/// <summary>A partition as the cluster describes it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Leader">The id of the leading broker; -1 when there is none.</param>
/// <param name="Replicas">How many replicas it has.</param>
/// <param name="InSync">How many of them are in sync.</param>
public sealed record PartitionDescription(int Number, int Leader, int Replicas, int InSync);

/// <summary>The cluster and its topics.</summary>
/// <param name="Brokers">The addresses of the brokers, <c>host:port</c>.</param>
/// <param name="Topics">The topics asked for, or all.</param>
public sealed record ClusterMetadata(IReadOnlyList<string> Brokers, IReadOnlyList<TopicDescription> Topics);
