using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Confluent's admin interface on the rider's own client: topics, records, groups and metadata, what tests ask for. The rest throws
/// <see cref="NotSupportedException"/>.
/// </summary>
internal sealed partial class AdminClient(ClientConfig config) : IAdminClient
{
    const int NoBroker = -1;
    const string ConsumerProtocol = "consumer";

    readonly Admin admin = Admin.Create(ClientSettings.Entries(config));

    public string Name => config.ClientId ?? nameof(KafkaRider);

    public async Task CreateTopicsAsync(IEnumerable<TopicSpecification> topics, CreateTopicsOptions? options = null)
    {
        if (options?.ValidateOnly == true) throw Unsupported(nameof(CreateTopicsOptions.ValidateOnly));
        var reports = await Task.WhenAll(topics.Select(Create));
        if (Array.Exists(reports, report => report.Error.IsError)) throw new CreateTopicsException([.. reports]);
    }

    public async Task DeleteTopicsAsync(IEnumerable<string> topics, DeleteTopicsOptions? options = null)
    {
        var existing = (await admin.Metadata()).Topics.Select(topic => topic.Name).ToHashSet();
        var reports = await Task.WhenAll(topics.Select(topic => Delete(topic, existing)));
        if (Array.Exists(reports, report => report.Error.IsError)) throw new DeleteTopicsException([.. reports]);
    }

    public async Task<List<DeleteRecordsResult>> DeleteRecordsAsync(
        IEnumerable<Confluent.Kafka.TopicPartitionOffset> topicPartitionOffsets, DeleteRecordsOptions? options = null)
    {
        var before = topicPartitionOffsets.Select(offset =>
            new Librdkafka.TopicPartitionOffset(offset.Topic, offset.Partition.Value, offset.Offset.Value));
        return [.. (await admin.DeleteRecords(before)).Select(first => new DeleteRecordsResult
        {
            Topic = first.Topic, Partition = first.Partition, Offset = first.Offset,
        })];
    }

    public async Task CreatePartitionsAsync(
        IEnumerable<PartitionsSpecification> partitionsSpecifications, CreatePartitionsOptions? options = null)
    {
        foreach (var wanted in partitionsSpecifications) await admin.CreatePartitions(wanted.Topic, wanted.IncreaseTo);
    }

    public Task DeleteGroupsAsync(IList<string> groups, DeleteGroupsOptions? options = null) => admin.DeleteGroups(groups);

    // The interface blocks; the client works on a thread of its own, so that cannot dead-lock.
    public Metadata GetMetadata(TimeSpan timeout) => Read(_ => true, timeout);

    public Metadata GetMetadata(string topic, TimeSpan timeout) => Read(name => name == topic, timeout);

    public GroupInfo ListGroup(string group, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        return Describe(group, limit.Token);
    }

    public List<GroupInfo> ListGroups(TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        var groups = admin.Groups(limit.Token).GetAwaiter().GetResult();
        return [.. groups.Select(group => Describe(group.Name, limit.Token))];
    }

    public void Dispose() => admin.Dispose();

    async Task<CreateTopicReport> Create(TopicSpecification topic)
    {
        try
        {
            var created = await admin.CreateTopics([new NewTopic(topic.Name, topic.NumPartitions, topic.ReplicationFactor, topic.Configs)]);
            var code = created[0].Existed ? Librdkafka.ErrorCode.TopicExists : Librdkafka.ErrorCode.NoError;
            return new CreateTopicReport { Topic = topic.Name, Error = code.ToError() };
        }
        catch (Librdkafka.KafkaException exception)
        {
            return new CreateTopicReport { Topic = topic.Name, Error = exception.ToError() };
        }
    }

    async Task<DeleteTopicReport> Delete(string topic, HashSet<string> existing)
    {
        if (!existing.Contains(topic))
            return new DeleteTopicReport { Topic = topic, Error = Librdkafka.ErrorCode.UnknownTopicOrPartition.ToError() };
        try
        {
            await admin.DeleteTopics([topic]);
            return new DeleteTopicReport { Topic = topic, Error = Librdkafka.ErrorCode.NoError.ToError() };
        }
        catch (Librdkafka.KafkaException exception)
        {
            return new DeleteTopicReport { Topic = topic, Error = exception.ToError() };
        }
    }

    GroupInfo Describe(string group, CancellationToken cancellationToken)
    {
        var found = admin.Group(group, cancellationToken).GetAwaiter().GetResult();
        var members = found.Members.Select(member => new GroupMemberInfo(member.Id, member.ClientId, member.Host, [], []));
        return new GroupInfo(
            new BrokerMetadata(NoBroker, "", 0),
            group,
            Librdkafka.ErrorCode.NoError.ToError(),
            found.State,
            ConsumerProtocol,
            found.Assignor,
            [.. members]);
    }

    Metadata Read(Func<string, bool> isWanted, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout);
        var found = admin.Metadata(limit.Token).GetAwaiter().GetResult();
        var topics = found.Topics.Where(topic => isWanted(topic.Name)).Select(topic => new TopicMetadata(
            topic.Name,
            [.. topic.Partitions.Select(Partition)],
            topic.Error.ToError()));
        return new Metadata([.. found.Brokers.Select(Broker)], [.. topics], NoBroker, "");
    }

    /// <summary>Of replicas only the number is known; the leader stands for all.</summary>
    static PartitionMetadata Partition(PartitionDescription partition) => new(
        partition.Number,
        partition.Leader,
        [.. Enumerable.Repeat(partition.Leader, partition.Replicas)],
        [.. Enumerable.Repeat(partition.Leader, partition.InSync)],
        Librdkafka.ErrorCode.NoError.ToError());

    static BrokerMetadata Broker(string address, int index)
    {
        var port = address.LastIndexOf(':');
        return new BrokerMetadata(index, address[..port], int.Parse(address[(port + 1)..]));
    }
}
