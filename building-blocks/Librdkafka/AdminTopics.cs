namespace Librdkafka;

/// <content>Topics and their records.</content>
public sealed unsafe partial class Admin
{
    const int ErrorSize = 512;

    /// <summary>
    /// Creates topics and waits until a broker describes them with their leaders, so that they can be used. One that exists is
    /// reported, not changed, so that every starter may ask for the same ones.
    /// </summary>
    /// <exception cref="KafkaException">
    /// A topic could not be created: the first one that failed. The embedded broker makes none by request: existing ones are
    /// reported.
    /// </exception>
    public Task<IReadOnlyList<CreatedTopic>> CreateTopics(IEnumerable<NewTopic> topics, CancellationToken cancellationToken = default)
    {
        NewTopic[] wanted = [.. topics];
        return OnOwnThread<IReadOnlyList<CreatedTopic>>(
            () =>
            {
                if (wanted.Length == 0) return [];
                HashSet<string> existing = IsEmbedded() ? Existing(wanted) : Create(wanted, cancellationToken);
                Dictionary<string, int> partitions = WaitForLeaders([.. wanted.Select(topic => topic.Name)], cancellationToken);
                return
                [
                    .. wanted.Select(topic =>
                        new CreatedTopic(topic.Name, existing.Contains(topic.Name), partitions[topic.Name], topic.Partitions)),
                ];
            },
            cancellationToken);
    }

    /// <summary>Deletes topics with their records and waits until the brokers forgot them; one that is not there is fine.</summary>
    /// <exception cref="KafkaException">A topic could not be deleted: the first one that failed.</exception>
    public Task DeleteTopics(IEnumerable<string> topics, CancellationToken cancellationToken = default)
    {
        string[] names = [.. topics];
        return OnOwnThread(
            () =>
            {
                if (names.Length == 0) return names;
                Delete(names, cancellationToken);
                WaitUntilGone(names, cancellationToken);
                return names;
            },
            cancellationToken);
    }

    /// <summary>
    /// Deletes the records before each offset (<see cref="SpecialOffset.End"/>: all); the new first offset of each partition.
    /// </summary>
    /// <exception cref="KafkaException">A partition refused: the first one that failed.</exception>
    public Task<IReadOnlyList<TopicPartitionOffset>> DeleteRecords(
        IEnumerable<TopicPartitionOffset> before, CancellationToken cancellationToken = default)
    {
        const string operation = "Deleting records";
        TopicPartitionOffset[] offsets = [.. before];
        return OnOwnThread<IReadOnlyList<TopicPartitionOffset>>(
            () =>
            {
                using PartitionList list = PartitionList.Of(offsets);
                nint request = Native.rd_kafka_DeleteRecords_new(list.Pointer);
                try
                {
                    return Ask(
                        AdminOperation.DeleteRecords,
                        operation,
                        (options, queue) => Native.rd_kafka_DeleteRecords(_client, in request, 1, options, queue),
                        result => ReadOffsets(Native.rd_kafka_DeleteRecords_result_offsets(result), operation),
                        cancellationToken);
                }
                finally
                {
                    Native.rd_kafka_DeleteRecords_destroy(request);
                }
            },
            cancellationToken);
    }

    static TopicPartitionOffset[] ReadOffsets(NativeTopicPartitionList* list, string operation)
    {
        PartitionList.ThrowIfAnyFailed(list, operation);
        return PartitionList.Read(list);
    }

    /// <summary>The embedded broker has no controller, so a request to one would only time out.</summary>
    bool IsEmbedded() => Cluster.IsEmbedded(ClientQueries.ClusterId(_client, _timeout));

    HashSet<string> Existing(NewTopic[] wanted)
    {
        HashSet<string> existing = [.. ReadMetadata().Topics.Select(topic => topic.Name)];
        NewTopic? missing = Array.Find(wanted, topic => !existing.Contains(topic.Name));
        if (missing is null) return existing;
        const string reason = "the embedded broker makes topics only where it runs, by MockCluster.CreateTopic";
        throw new KafkaException(ErrorCode.UnsupportedFeature, $"Creating topic '{missing.Name}'", reason);
    }

    /// <summary>The names that existed before.</summary>
    HashSet<string> Create(NewTopic[] topics, CancellationToken cancellationToken)
    {
        nint[] requests = new nint[topics.Length];
        try
        {
            for (int i = 0; i < topics.Length; i++) requests[i] = Request(topics[i]);
            return Ask(
                AdminOperation.CreateTopics,
                $"Creating topics {string.Join(", ", topics.Select(t => t.Name))}",
                (options, queue) =>
                {
                    fixed (nint* first = requests) Native.rd_kafka_CreateTopics(_client, first, (nuint)requests.Length, options, queue);
                },
                result => ReadTopics(
                    Native.rd_kafka_CreateTopics_result_topics(result, out nuint count), count, ErrorCode.TopicExists, "Creating"),
                cancellationToken);
        }
        finally
        {
            foreach (nint request in requests)
                if (request != 0)
                    Native.rd_kafka_NewTopic_destroy(request);
        }
    }

    void Delete(string[] names, CancellationToken cancellationToken)
    {
        nint[] requests = [.. names.Select(Native.rd_kafka_DeleteTopic_new)];
        try
        {
            _ = Ask(
                AdminOperation.DeleteTopics,
                $"Deleting topics {string.Join(", ", names)}",
                (options, queue) =>
                {
                    fixed (nint* first = requests) Native.rd_kafka_DeleteTopics(_client, first, (nuint)requests.Length, options, queue);
                },
                result => ReadTopics(
                    Native.rd_kafka_DeleteTopics_result_topics(result, out nuint count),
                    count,
                    ErrorCode.UnknownTopicOrPartition,
                    "Deleting"),
                cancellationToken);
        }
        finally
        {
            foreach (nint request in requests) Native.rd_kafka_DeleteTopic_destroy(request);
        }
    }

    static nint Request(NewTopic topic)
    {
        byte* error = stackalloc byte[ErrorSize];
        nint request = Native.rd_kafka_NewTopic_new(topic.Name, topic.Partitions, topic.ReplicationFactor, error, ErrorSize);
        if (request == 0) throw new KafkaException(ErrorCode.InvalidArgument, $"Creating topic '{topic.Name}'", Text.From(error));
        foreach (var (name, value) in topic.Settings ?? new Dictionary<string, string>())
            Native.rd_kafka_NewTopic_set_config(request, name, value);
        return request;
    }

    /// <summary>The names whose result is <paramref name="tolerated"/>; any other error is thrown.</summary>
    static HashSet<string> ReadTopics(nint* results, nuint count, ErrorCode tolerated, string verb)
    {
        HashSet<string> names = [];
        for (nuint i = 0; i < count; i++)
        {
            string name = Text.From(Native.rd_kafka_topic_result_name(results[i]));
            ErrorCode code = Native.rd_kafka_topic_result_error(results[i]);
            if (code == tolerated) names.Add(name);
            else if (code != ErrorCode.NoError)
                throw new KafkaException(code, $"{verb} topic '{name}'", Text.From(Native.rd_kafka_topic_result_error_string(results[i])));
        }

        return names;
    }
}
