namespace Librdkafka;

/// <summary>
/// A consumer. Used by one thread at a time; everything it has to tell is told inside <see cref="Poll(TimeSpan)"/>. It promises what
/// librdkafka promises: records of a partition in order from the position; nothing is committed unless <c>enable.auto.commit</c> is left
/// on or a commit is called.
/// </summary>
public sealed unsafe partial class Consumer : IDisposable
{
    /// <summary>How soon a full queue of fetched records is looked at again, in milliseconds: the library's default is a second, in which a
    /// quick reader empties it and waits.</summary>
    const string FetchQueueBackOff = "10";

    /// <summary>librdkafka 2.2.0, the first with a setting for it.</summary>
    const int HasFetchQueueBackOff = 0x020200ff;

    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    readonly ClientHandle _client;
    readonly ClientCallbacks _callbacks;
    readonly ConsumerEvents _events;
    readonly TopicNames _names;

    Consumer(ClientHandle client, ClientCallbacks callbacks, ConsumerEvents events, TopicNames names)
    {
        _client = client;
        _callbacks = callbacks;
        _events = events;
        _names = names;
        _queue = Native.rd_kafka_queue_get_consumer(client);
        callbacks.Rebalance = Rebalance;
    }

    /// <summary>
    /// A new consumer. <paramref name="settings"/> by librdkafka's names; <c>bootstrap.servers</c> and <c>group.id</c> are needed.
    /// <c>fetch.queue.backoff.ms</c> is 10 unless set, where the library has it.
    /// </summary>
    /// <exception cref="KafkaException">Settings are not valid: all of them are named.</exception>
    public static Consumer Create(IReadOnlyDictionary<string, string> settings, ConsumerEvents? events = null)
    {
        events ??= new ConsumerEvents();
        if (!settings.TryGetValue("group.id", out string? group) || group.Length == 0)
            throw new KafkaException(ErrorCode.InvalidGroup, "Creating a consumer", "'group.id' is not set");
        Dictionary<string, string> all = new(settings);
        if (LibraryVersion.Number >= HasFetchQueueBackOff) all.TryAdd("fetch.queue.backoff.ms", FetchQueueBackOff);
        nint configuration = ClientConfiguration.Create(all, "consumer");
        TopicNames names = new();
        ClientCallbacks callbacks = new(events, names);
        callbacks.Register(configuration);
        ClientHandle client = ClientHandle.Create(Native.TypeConsumer, configuration, callbacks, "consumer");
        KafkaException.ThrowIfFailed(Native.rd_kafka_set_log_queue(client, 0), "Creating a consumer");
        KafkaException.ThrowIfFailed(Native.rd_kafka_poll_set_consumer(client), "Creating a consumer");
        return new Consumer(client, callbacks, events, names);
    }

    /// <summary>
    /// The next record, or null when none came in time or something else was served meanwhile (rebalance, error, log, statistics).
    /// Call it at least every <c>max.poll.interval.ms</c>, also with all partitions paused. Errors go to <see
    /// cref="ClientEvents.Error"/>.
    /// </summary>
    public RecordMessage? Poll(TimeSpan timeout)
    {
        NativeMessage* message = Native.rd_kafka_consumer_poll(_client, Text.Milliseconds(timeout));
        if (message == null)
        {
            _callbacks.ThrowIfFailed();
            return null;
        }

        if (message->Error == ErrorCode.NoError) return new RecordMessage(message, _names);
        ReportAndDestroy(message);
        return null;
    }

    /// <summary>
    /// Joins the group for the topics (names, or regular expressions that begin with <c>^</c>), in place of an earlier subscription.
    /// </summary>
    /// <exception cref="KafkaException">The subscription is not possible.</exception>
    public void Subscribe(params IEnumerable<string> topics)
    {
        using PartitionList list = PartitionList.OfTopics(topics);
        KafkaException.ThrowIfFailed(Native.rd_kafka_subscribe(_client, list.Pointer), "Subscribing");
    }

    /// <summary>Leaves the group's topics; partitions are revoked in the following polls.</summary>
    /// <exception cref="KafkaException">The client cannot.</exception>
    public void Unsubscribe() => KafkaException.ThrowIfFailed(Native.rd_kafka_unsubscribe(_client), "Unsubscribing");

    /// <summary>
    /// Stops the fetching of assigned partitions; records already fetched for them are dropped and fetched again on <see
    /// cref="Resume"/>.
    /// </summary>
    /// <exception cref="KafkaException">A partition is not assigned.</exception>
    public void Pause(params IEnumerable<TopicPartition> partitions)
    {
        using PartitionList list = PartitionList.Of(partitions);
        KafkaException.ThrowIfFailed(Native.rd_kafka_pause_partitions(_client, list.Pointer), "Pausing partitions");
        PartitionList.ThrowIfAnyFailed(list.Pointer, "Pausing partitions");
    }

    /// <summary>Goes on after <see cref="Pause"/>, behind the last record that was polled (or where a seek went).</summary>
    /// <exception cref="KafkaException">A partition is not assigned.</exception>
    public void Resume(params IEnumerable<TopicPartition> partitions)
    {
        using PartitionList list = PartitionList.Of(partitions);
        KafkaException.ThrowIfFailed(Native.rd_kafka_resume_partitions(_client, list.Pointer), "Resuming partitions");
        PartitionList.ThrowIfAnyFailed(list.Pointer, "Resuming partitions");
    }

    /// <summary>Moves the position of an assigned partition: the next record polled is the one at the offset.</summary>
    /// <exception cref="KafkaException">The partition is not assigned, or the seek did not end in time.</exception>
    public void Seek(TopicPartitionOffset position, TimeSpan? timeout = null)
    {
        using PartitionList list = PartitionList.Of([position]);
        nint error = Native.rd_kafka_seek_partitions(_client, list.Pointer, Text.Milliseconds(timeout ?? DefaultTimeout));
        KafkaException.ThrowIfFailed(error, $"Seeking to {position}");
        PartitionList.ThrowIfAnyFailed(list.Pointer, $"Seeking to {position}");
    }

    /// <summary>
    /// The id of the cluster, null when it is not known in time. Once known it is told without asking; see <see cref="IsAnswered"/>.
    /// </summary>
    public string? ClusterId(TimeSpan timeout) => ClientQueries.ClusterId(_client, timeout);

    /// <summary>Sends a request to the cluster: whether a broker answers it in time.</summary>
    public bool IsAnswered(TimeSpan timeout) => ClientQueries.IsAnswered(_client, timeout);

    /// <summary>How many partitions a topic has.</summary>
    /// <exception cref="KafkaException">There is no such topic, or no answer in time.</exception>
    public int PartitionCount(string topic, TimeSpan timeout) => ClientQueries.PartitionCount(_client, topic, timeout);

    /// <summary>
    /// Leaves the group: partitions are revoked (the handlers run) and given to others at once. Blocks until that is done, at most
    /// <c>session.timeout.ms</c> when a commit waits for a coordinator that cannot be reached. Dispose of polled messages first.
    /// </summary>
    /// <exception cref="KafkaException">
    /// The group could not be left in order; the broker notices after <c>session.timeout.ms</c>.
    /// </exception>
    public void Close()
    {
        if (_client.HasLeftGroup) return;
        ErrorCode code = Native.rd_kafka_consumer_close(_client);
        _client.HasLeftGroup = true;
        _callbacks.ThrowIfFailed();
        KafkaException.ThrowIfFailed(code, "Closing the consumer");
    }

    /// <summary>
    /// Destroys the client. If it was not closed it leaves the group like <see cref="Close"/>, but without calling a handler.
    /// </summary>
    public void Dispose()
    {
        if (_client.IsClosed) return;
        _callbacks.Muted = true;
        if (!_client.HasLeftGroup) _ = Native.rd_kafka_consumer_close(_client);
        _client.HasLeftGroup = true;
        Native.rd_kafka_queue_destroy(_queue);
        _client.Dispose();
    }

    void ReportError(NativeMessage* message, TopicPartitionOffset? position)
    {
        string reason = Text.From(Native.rd_kafka_message_errstr(message));
        _callbacks.Report(_client.DangerousGetHandle(), message->Error, reason, position);
    }

    void ReportAndDestroy(NativeMessage* message)
    {
        Report(message);
        _callbacks.ThrowIfFailed();
    }

    void Report(NativeMessage* message)
    {
        try
        {
            TopicPartitionOffset? position = message->Topic == 0
                ? null
                : new TopicPartitionOffset(_names.Of(message->Topic), message->Partition, message->Offset);
            if (message->Error == ErrorCode.PartitionEnd) _events.PartitionEnd?.Invoke(position!.Value);
            else ReportError(message, position);
        }
        finally
        {
            Native.rd_kafka_message_destroy(message);
        }
    }
}
