using Contracts;
using Librdkafka;

namespace Streams;

/// <summary>Makes the topics that tasks need and nobody else uses.</summary>
public static class StateTopics
{
    /// <summary>Makes those that are missing; those that are there stay as they are.</summary>
    /// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Names of those that were made.</returns>
    /// <exception cref="KafkaException">The cluster does not answer, or refuses.</exception>
    public static async Task<IReadOnlyList<string>> CreateMissing(
        IReadOnlyDictionary<string, string> connection, IReadOnlyList<Topic> topics, CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection);
        var existing = (await admin.Metadata(cancellationToken)).Topics.Select(topic => topic.Name).ToHashSet(StringComparer.Ordinal);
        var missing = topics.Where(topic => !existing.Contains(topic.Name)).ToList();
        if (missing.Count == 0) return [];
        await admin.CreateTopics(
            missing.Select(topic => new NewTopic(topic.Name, topic.Partitions, Settings: topic.Settings())), cancellationToken);
        return missing.ConvertAll(topic => topic.Name);
    }

    /// <summary>How many partitions a topic has.</summary>
    /// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KafkaException">The topic is not there, or the cluster does not answer.</exception>
    public static async Task<int> Partitions(
        IReadOnlyDictionary<string, string> connection, string topic, CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection);
        return (await admin.Topic(topic, cancellationToken))?.Partitions.Count
            ?? throw new KafkaException(ErrorCode.UnknownTopicOrPartition, $"Counting the partitions of {topic}");
    }
}
