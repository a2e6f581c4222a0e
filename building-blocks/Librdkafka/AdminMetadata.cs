using System.Diagnostics;

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

    /// <summary>
    /// The number of partitions of each topic. The controller knows a new topic a little before the brokers that lead it do.
    /// </summary>
    Dictionary<string, int> WaitForLeaders(IReadOnlyCollection<string> names, CancellationToken cancellationToken, int least = 1)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            Dictionary<string, int> led = ReadMetadata().Topics
                .Where(topic => names.Contains(topic.Name) && topic.Partitions.Count >= least && topic.Partitions.All(p => p.Leader >= 0))
                .ToDictionary(topic => topic.Name, topic => topic.Partitions.Count);
            string? missing = names.FirstOrDefault(name => !led.ContainsKey(name));
            if (missing is null) return led;
            if (Stopwatch.GetElapsedTime(start) > _timeout)
                throw new KafkaException(ErrorCode.LeaderNotAvailable, $"Waiting for a leader of every partition of topic '{missing}'");
            cancellationToken.WaitHandle.WaitOne(Slice);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    void WaitUntilGone(string[] names, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        while (ReadMetadata().Topics.FirstOrDefault(topic => names.Contains(topic.Name)) is { Name: var left })
        {
            if (Stopwatch.GetElapsedTime(start) > _timeout)
                throw new KafkaException(ErrorCode.TimedOut, $"Waiting until topic '{left}' is gone");
            cancellationToken.WaitHandle.WaitOne(Slice);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

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
