namespace Librdkafka;

/// <content>Offsets of consumer groups.</content>
public sealed unsafe partial class Admin
{
    /// <summary>
    /// The committed offsets of a group (next offset to read) for the partitions, <see cref="SpecialOffset.None"/> where nothing is
    /// committed; without partitions, all that the group has committed.
    /// </summary>
    /// <exception cref="KafkaException">The group's coordinator did not answer in time, or refused.</exception>
    public Task<IReadOnlyList<TopicPartitionOffset>> GroupOffsets(
        string group, IEnumerable<TopicPartition>? partitions = null, CancellationToken cancellationToken = default)
    {
        TopicPartition[]? asked = partitions?.ToArray();
        return OnOwnThread<IReadOnlyList<TopicPartitionOffset>>(
            () =>
            {
                if (asked is null) return ListOffsets(group, null, cancellationToken);
                if (asked.Length == 0) return [];
                using PartitionList list = PartitionList.Of(asked);
                return ListOffsets(group, list.Pointer, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Sets committed offsets of a group that has no members.</summary>
    /// <exception cref="KafkaException">
    /// The group has members (<see cref="ErrorCode.NonEmptyGroup"/> or <see cref="ErrorCode.UnknownMember"/>), or refused.
    /// </exception>
    public Task AlterGroupOffsets(string group, IEnumerable<TopicPartitionOffset> offsets, CancellationToken cancellationToken = default)
    {
        TopicPartitionOffset[] positions = [.. offsets];
        return OnOwnThread(() => SetOffsets(group, positions, cancellationToken), cancellationToken);
    }

    TopicPartitionOffset[] ListOffsets(string group, NativeTopicPartitionList* partitions, CancellationToken cancellationToken)
    {
        string operation = $"Reading the offsets of group '{group}'";
        return Election.Await(
            () => ListOffsetsOnce(group, partitions, operation, cancellationToken), _timeout, cancellationToken);
    }

    TopicPartitionOffset[] ListOffsetsOnce(
        string group, NativeTopicPartitionList* partitions, string operation, CancellationToken cancellationToken)
    {
        nint request = Native.rd_kafka_ListConsumerGroupOffsets_new(group, partitions);
        try
        {
            return Ask(
                AdminOperation.ListGroupOffsets,
                operation,
                (options, queue) => Native.rd_kafka_ListConsumerGroupOffsets(_client, in request, 1, options, queue),
                result => ReadGroup(Native.rd_kafka_ListConsumerGroupOffsets_result_groups(result, out nuint count), count, operation),
                cancellationToken);
        }
        finally
        {
            Native.rd_kafka_ListConsumerGroupOffsets_destroy(request);
        }
    }

    TopicPartitionOffset[] SetOffsets(string group, TopicPartitionOffset[] positions, CancellationToken cancellationToken)
    {
        if (positions.Length == 0) return [];
        string operation = $"Setting the offsets of group '{group}'";
        return Election.Await(
            () => SetOffsetsOnce(group, positions, operation, cancellationToken), _timeout, cancellationToken);
    }

    TopicPartitionOffset[] SetOffsetsOnce(
        string group, TopicPartitionOffset[] positions, string operation, CancellationToken cancellationToken)
    {
        using PartitionList list = PartitionList.Of(positions);
        nint request = Native.rd_kafka_AlterConsumerGroupOffsets_new(group, list.Pointer);
        try
        {
            return Ask(
                AdminOperation.AlterGroupOffsets,
                operation,
                (options, queue) => Native.rd_kafka_AlterConsumerGroupOffsets(_client, in request, 1, options, queue),
                result => ReadGroup(Native.rd_kafka_AlterConsumerGroupOffsets_result_groups(result, out nuint count), count, operation),
                cancellationToken);
        }
        finally
        {
            Native.rd_kafka_AlterConsumerGroupOffsets_destroy(request);
        }
    }

    static TopicPartitionOffset[] ReadGroup(nint* groups, nuint count, string operation)
    {
        if (count == 0) return [];
        nint error = Native.rd_kafka_group_result_error(groups[0]);
        if (error != 0) throw Failure(error, operation);
        return ReadOffsets(Native.rd_kafka_group_result_partitions(groups[0]), operation);
    }
}
