using Contracts;
using Librdkafka;

namespace Benchmarks.RoutingCost;

/// <summary>What engines write, seen from outside.</summary>
sealed class OutputTopics : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(300);

    readonly Dictionary<string, string> connection;
    readonly TopicPartition[] partitions;
    readonly Consumer watch;

    internal OutputTopics(Dictionary<string, string> connection)
    {
        this.connection = connection;
        partitions =
        [
            .. from topic in RoutingPipelines.OutputTopics
               from partition in Enumerable.Range(0, Topics.EventPartitions)
               select new TopicPartition(topic, partition),
        ];

        // Uncommitted records count: an engine has paid for them when it has sent them.
        watch = Consumer.Create(new Dictionary<string, string>(connection)
        {
            ["group.id"] = "routing-cost-watch",
            ["isolation.level"] = "read_uncommitted",
        });
    }

    /// <summary>Where the partitions end, markers of transactions included.</summary>
    internal IReadOnlyList<TopicPartitionOffset> Ends() => watch.OffsetsForTimes(
        partitions.Select(id => new TopicPartitionOffset(id.Topic, id.Partition, SpecialOffset.End)), Timeout);

    /// <summary>
    /// Reads the committed records of each topic until there are as many as expected and no more come.
    /// </summary>
    internal Dictionary<string, long> Count(IEnumerable<TopicPartitionOffset> from, long expected)
    {
        using var consumer = Consumer.Create(AssignedReading.Settings(connection, "routing-cost-count"));
        consumer.Assign(from);
        var counts = RoutingPipelines.OutputTopics.ToDictionary(topic => topic, _ => 0L);
        var (total, waiting) = (0L, TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(waiting) < (total < expected ? Timeout : Silence))
        {
            if (consumer.Poll(Slice) is not { } message) continue;
            using (message) counts[message.AsRecord().Topic]++;
            total++;
            waiting = TimeProvider.System.GetTimestamp();
        }

        return counts;
    }

    /// <summary>Deletes all records, or the disk fills.</summary>
    internal Task Clear(Admin admin) => admin.DeleteRecords(
        partitions.Select(id => new TopicPartitionOffset(id.Topic, id.Partition, SpecialOffset.End)));

    public void Dispose() => watch.Dispose();
}
