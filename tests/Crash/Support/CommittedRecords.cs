using Librdkafka;
using Routing.Tests.Support;

namespace Crash.Support;

/// <summary>What a reader of committed records sees.</summary>
static class CommittedRecords
{
    /// <summary>Everything in a topic.</summary>
    internal static List<TestRecord> Of(Dictionary<string, string> connection, int partitions, string topic)
    {
        List<TestRecord> found = [];
        var open = partitions;
        using var consumer = Consumer.Create(
            AssignedReading.Settings(connection, "join-reader"), new ConsumerEvents { PartitionEnd = _ => open-- });
        consumer.Assign(Enumerable.Range(0, partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, SpecialOffset.Beginning)));
        while (open > 0)
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message) continue;
            using (message) found.Add(TestRecord.Of(message.AsRecord()));
        }
        return found;
    }
}
