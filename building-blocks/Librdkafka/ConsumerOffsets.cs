namespace Librdkafka;

/// <content>Offsets: committed, current, of the log.</content>
public sealed unsafe partial class Consumer
{
    /// <summary>Commits next offsets to read and waits for the broker's answer.</summary>
    /// <exception cref="KafkaException">
    /// Not committed; with <see cref="ErrorCode.TimedOut"/> the outcome is not known. Nothing worse than reading again follows.
    /// </exception>
    public void Commit(IEnumerable<TopicPartitionOffset> offsets, TimeSpan? timeout = null)
    {
        TopicPartitionOffset[] positions = [.. offsets];
        TimeSpan patience = timeout ?? DefaultTimeout;
        if (positions.Length > 0) Election.Await(() => CommitOnce(positions, patience), patience);
    }

    bool CommitOnce(TopicPartitionOffset[] positions, TimeSpan timeout)
    {
        const string operation = "Committing offsets";
        using PartitionList list = PartitionList.Of(positions);
        nint queue = Native.rd_kafka_queue_new(_client);
        nint answer = 0;
        try
        {
            KafkaException.ThrowIfFailed(Native.rd_kafka_commit_queue(_client, list.Pointer, queue, 0, 0), operation);
            answer = Native.rd_kafka_queue_poll(queue, Text.Milliseconds(timeout));
            if (answer == 0) throw new KafkaException(ErrorCode.TimedOut, operation);
            KafkaException.ThrowIfFailed(Native.rd_kafka_event_error(answer), operation);
            PartitionList.ThrowIfAnyFailed(Native.rd_kafka_event_topic_partition_list(answer), operation);
            return true;
        }
        finally
        {
            if (answer != 0) Native.rd_kafka_event_destroy(answer);
            Native.rd_kafka_queue_destroy(queue);
        }
    }

    /// <summary>Commits without waiting; the answer comes to <see cref="ConsumerEvents.Committed"/> in a later poll.</summary>
    /// <exception cref="KafkaException">The commit could not be started.</exception>
    public void StartCommit(IEnumerable<TopicPartitionOffset> offsets)
    {
        using PartitionList list = PartitionList.Of(offsets);
        if (list.Pointer->Count == 0) return;
        KafkaException.ThrowIfFailed(Native.rd_kafka_commit(_client, list.Pointer, asynchronously: 1), "Committing offsets");
    }

    /// <summary>
    /// The group's committed offsets: next offset to read, or <see cref="SpecialOffset.None"/>. With
    /// <c>isolation.level=read_committed</c> (the default) offsets of open transactions are waited for.
    /// </summary>
    /// <exception cref="KafkaException">The coordinator did not answer in time, or refused.</exception>
    public IReadOnlyList<TopicPartitionOffset> Committed(IEnumerable<TopicPartition> partitions, TimeSpan timeout)
    {
        TopicPartition[] asked = [.. partitions];
        return Election.Await(() => CommittedOnce(asked, timeout), timeout);
    }

    TopicPartitionOffset[] CommittedOnce(TopicPartition[] partitions, TimeSpan timeout)
    {
        using PartitionList list = PartitionList.Of(partitions);
        ErrorCode code = Native.rd_kafka_committed(_client, list.Pointer, Text.Milliseconds(timeout));
        KafkaException.ThrowIfFailed(code, "Reading committed offsets");
        PartitionList.ThrowIfAnyFailed(list.Pointer, "Reading committed offsets");
        return list.Offsets();
    }

    /// <summary>Behind the last polled record of each partition; <see cref="SpecialOffset.None"/> before the first.</summary>
    /// <exception cref="KafkaException">The client cannot tell.</exception>
    public IReadOnlyList<TopicPartitionOffset> Position(params IEnumerable<TopicPartition> partitions)
    {
        using PartitionList list = PartitionList.Of(partitions);
        KafkaException.ThrowIfFailed(Native.rd_kafka_position(_client, list.Pointer), "Reading positions");
        return list.Offsets();
    }

    /// <summary>
    /// Asks the partition's leader for its oldest offset and the one behind its newest record (with read_committed: the last stable
    /// offset).
    /// </summary>
    /// <exception cref="KafkaException">The leader did not answer in time, or the partition does not exist.</exception>
    public (long Low, long High) WatermarkOffsets(TopicPartition partition, TimeSpan timeout) =>
        Election.Await(() => WatermarkOffsetsOnce(partition, timeout), timeout);

    (long Low, long High) WatermarkOffsetsOnce(TopicPartition partition, TimeSpan timeout)
    {
        ErrorCode code = Native.rd_kafka_query_watermark_offsets(
            _client, partition.Topic, partition.Partition, out long low, out long high, Text.Milliseconds(timeout));
        KafkaException.ThrowIfFailed(code, $"Reading the watermarks of {partition}");
        return (low, high);
    }

    /// <summary>
    /// The watermarks that the last fetch of an assigned partition brought, without asking; <see cref="SpecialOffset.None"/> when not
    /// known yet.
    /// </summary>
    /// <exception cref="KafkaException">The partition is not known to this client.</exception>
    public (long Low, long High) CachedWatermarkOffsets(TopicPartition partition)
    {
        ErrorCode code = Native.rd_kafka_get_watermark_offsets(_client, partition.Topic, partition.Partition, out long low, out long high);
        KafkaException.ThrowIfFailed(code, $"Reading the watermarks of {partition}");
        return (low, high);
    }

    /// <summary>
    /// For each partition the first offset whose record's timestamp is at or after the time; the end where there is none.
    /// </summary>
    /// <param name="times">Partition and milliseconds since 1970-01-01 UTC (in the place of the offset).</param>
    /// <param name="timeout">How long to wait for the leaders.</param>
    /// <exception cref="KafkaException">A leader did not answer in time.</exception>
    public IReadOnlyList<TopicPartitionOffset> OffsetsForTimes(IEnumerable<TopicPartitionOffset> times, TimeSpan timeout)
    {
        TopicPartitionOffset[] asked = [.. times];
        return Election.Await(() => OffsetsForTimesOnce(asked, timeout), timeout);
    }

    TopicPartitionOffset[] OffsetsForTimesOnce(TopicPartitionOffset[] times, TimeSpan timeout)
    {
        using PartitionList list = PartitionList.Of(times);
        ErrorCode code = Native.rd_kafka_offsets_for_times(_client, list.Pointer, Text.Milliseconds(timeout));
        KafkaException.ThrowIfFailed(code, "Finding offsets by time");
        PartitionList.ThrowIfAnyFailed(list.Pointer, "Finding offsets by time");
        return list.Offsets();
    }

    /// <summary>This member of the group, for <see cref="Producer.SendOffsetsToTransaction"/>; dispose of it after use.</summary>
    public GroupMetadata GroupMetadata() => new(Native.rd_kafka_consumer_group_metadata(_client));
}
