namespace Librdkafka;

/// <content>What the cluster says about itself.</content>
public sealed unsafe partial class Admin
{
    /// <summary>The brokers and every topic.</summary>
    /// <exception cref="KafkaException">No broker answered in time.</exception>
    public Task<ClusterMetadata> Metadata(CancellationToken cancellationToken = default) =>
        OnOwnThread(() => ReadMetadata(), cancellationToken);

    /// <summary>One topic; null when it does not exist. Asking creates nothing.</summary>
    /// <exception cref="KafkaException">No broker answered in time, or it cannot describe the topic at present.</exception>
    public Task<TopicDescription?> Topic(string name, CancellationToken cancellationToken = default) =>
        OnOwnThread(() => ReadMetadata().Topics.FirstOrDefault(t => t.Name == name), cancellationToken);

    Dictionary<string, int> PartitionsOf(HashSet<string> names) => names.Count == 0
        ? []
        : ReadMetadata().Topics.Where(t => names.Contains(t.Name)).ToDictionary(t => t.Name, t => t.Partitions.Count);

    ClusterMetadata ReadMetadata()
    {
        ErrorCode code = Native.rd_kafka_metadata(
            _client, allTopics: 1, onlyTopic: 0, out NativeMetadata* metadata, Text.Milliseconds(_timeout));
        Native.rd_kafka_poll(_client, 0);
        KafkaException.ThrowIfFailed(code, "Reading the cluster's metadata");
        try
        {
            var brokers = new string[metadata->BrokerCount];
            for (int i = 0; i < brokers.Length; i++)
                brokers[i] = $"{Text.From(metadata->Brokers[i].Host)}:{metadata->Brokers[i].Port}";
            var topics = new TopicDescription[metadata->TopicCount];
            for (int i = 0; i < topics.Length; i++) topics[i] = Describe(metadata->Topics + i);
            return new ClusterMetadata(brokers, topics);
        }
        finally
        {
            Native.rd_kafka_metadata_destroy(metadata);
        }
    }

    static TopicDescription Describe(NativeMetadataTopic* topic)
    {
        var partitions = new PartitionDescription[topic->PartitionCount];
        for (int i = 0; i < partitions.Length; i++)
        {
            NativeMetadataPartition* partition = topic->Partitions + i;
            partitions[i] = new(partition->Id, partition->Leader, partition->ReplicaCount, partition->InSyncCount);
        }

        Array.Sort(partitions, (a, b) => a.Number.CompareTo(b.Number));
        return new TopicDescription(Text.From(topic->Topic), partitions, topic->Error);
    }
}
