using Contracts;
using Librdkafka;

namespace Cli;

/// <summary>Makes the platform's topics; those that exist stay as they are.</summary>
static class TopicCreation
{
    /// <param name="connection">librdkafka's settings of a connection.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="replication">Null: as many replicas as the cluster can give, up to three.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PlatformException">The brokers do not answer, or a topic exists with another number of partitions.</exception>
    public static async Task<IReadOnlyList<CreatedTopic>> Create(IReadOnlyDictionary<string, string> connection,
        IReadOnlyList<Topic> topics, Replication? replication, CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection);
        replication ??= Replication.For(await BrokerCount(admin, connection["bootstrap.servers"], cancellationToken));
        var created = await admin.CreateTopics(topics.Select(topic => Wanted(topic, replication)), cancellationToken);
        var wrong = created.FirstOrDefault(topic => !topic.HasWantedPartitions);
        return wrong is null
            ? created
            : throw new PlatformException($"Topic {wrong.Name} has {wrong.Partitions} partitions and must have {wrong.Wanted}: keys would "
                + "go elsewhere. Delete it when its records are not needed, or use other brokers.");
    }

    public static async Task<string> ClusterId(IReadOnlyDictionary<string, string> connection, CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection);
        return await admin.ClusterId(cancellationToken);
    }

    static async Task<int> BrokerCount(Admin admin, string brokers, CancellationToken cancellationToken)
    {
        try
        {
            return (await admin.Metadata(cancellationToken)).Brokers.Count;
        }
        catch (KafkaException e)
        {
            throw new PlatformException($"The brokers at {brokers} cannot be reached. {e.Message}");
        }
    }

    static NewTopic Wanted(Topic topic, Replication replication) =>
        new(topic.Name, topic.Partitions, replication.Factor,
            new Dictionary<string, string>(topic.Settings()) { ["min.insync.replicas"] = replication.MinInSync.ToString() });
}
