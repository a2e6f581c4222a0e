using Librdkafka;

namespace KafkaRider;

/// <summary>The cluster as a redrive found it.</summary>
/// <param name="Connection">How to reach it.</param>
/// <param name="DeadLetterTopic">The dead-letter topic.</param>
/// <param name="Letters">Its partitions.</param>
/// <param name="Topics">Number of partitions of every topic.</param>
/// <param name="Time">The clock.</param>
internal sealed record RedrivePlace(
    IReadOnlyDictionary<string, string> Connection,
    string DeadLetterTopic,
    IReadOnlyList<TopicPartition> Letters,
    IReadOnlyDictionary<string, int> Topics,
    TimeProvider Time)
{
    internal TopicScan Scan(DeadLetterFilter filter) => DeadLetterReader.Scan(Connection, Letters, filter, from: null, Time);

    /// <summary>None where there is no such topic.</summary>
    internal RedriveMarks ReadMarks(string topic, CancellationToken cancellationToken)
    {
        var partitions = Enumerable.Range(0, Topics.GetValueOrDefault(topic)).Select(number => new TopicPartition(topic, number));
        using var scan = TopicScan.Begin(Connection, partitions, from: null, since: null, Time);
        return RedriveMarks.Read(scan, DeadLetterTopic, cancellationToken);
    }
}
