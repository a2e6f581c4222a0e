using System.Runtime.InteropServices;

namespace Librdkafka;

/// <content>Consumer groups, their members, and their end.</content>
public sealed unsafe partial class Admin
{
    /// <summary>Every consumer group of the cluster.</summary>
    /// <exception cref="KafkaException">A broker did not answer in time, or refused.</exception>
    public Task<IReadOnlyList<GroupListing>> Groups(CancellationToken cancellationToken = default)
    {
        const string operation = "Listing the groups";
        return OnOwnThread<IReadOnlyList<GroupListing>>(
            () => Ask(
                AdminOperation.ListGroups,
                operation,
                (options, queue) => Native.rd_kafka_ListConsumerGroups(_client, options, queue),
                result => ReadListings(result, operation),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>A group with its members; one that does not exist is <c>Dead</c>, without members.</summary>
    /// <exception cref="KafkaException">The group's coordinator did not answer in time, or refused.</exception>
    public Task<GroupDescription> Group(string name, CancellationToken cancellationToken = default) => OnOwnThread(
        () => Election.Await(() => DescribeOnce(name, cancellationToken), _timeout, cancellationToken), cancellationToken);

    /// <summary>Deletes groups that have no members, with their offsets; one that does not exist is fine.</summary>
    /// <exception cref="KafkaException">
    /// A group has members (<see cref="ErrorCode.NonEmptyGroup"/>), or its coordinator refused.
    /// </exception>
    public Task DeleteGroups(IEnumerable<string> groups, CancellationToken cancellationToken = default)
    {
        string[] names = [.. groups];
        return OnOwnThread(
            () => names.Length == 0
                ? names
                : Election.Await(() => DeleteOnce(names, cancellationToken), _timeout, cancellationToken),
            cancellationToken);
    }

    /// <summary>Forgets a group's committed offsets of partitions whose topics none of its members reads.</summary>
    /// <exception cref="KafkaException">
    /// A member reads the topic (<see cref="ErrorCode.GroupSubscribed"/>), or the coordinator refused.
    /// </exception>
    public Task DeleteGroupOffsets(string group, IEnumerable<TopicPartition> partitions, CancellationToken cancellationToken = default)
    {
        TopicPartition[] forgotten = [.. partitions];
        return OnOwnThread(
            () => forgotten.Length == 0
                ? []
                : Election.Await(() => ForgetOnce(group, forgotten, cancellationToken), _timeout, cancellationToken),
            cancellationToken);
    }

    static GroupListing[] ReadListings(nint result, string operation)
    {
        nint* errors = Native.rd_kafka_ListConsumerGroups_result_errors(result, out nuint failed);
        if (failed > 0) throw Failure(errors[0], operation);
        nint* valid = Native.rd_kafka_ListConsumerGroups_result_valid(result, out nuint count);
        var listings = new GroupListing[count];
        for (nuint i = 0; i < count; i++)
        {
            listings[i] = new GroupListing(
                Text.From(Native.rd_kafka_ConsumerGroupListing_group_id(valid[i])),
                StateName(Native.rd_kafka_ConsumerGroupListing_state(valid[i])));
        }

        return listings;
    }

    GroupDescription DescribeOnce(string name, CancellationToken cancellationToken)
    {
        string operation = $"Describing group '{name}'";
        nint[] texts = [Marshal.StringToCoTaskMemUTF8(name)];
        try
        {
            return Ask(
                AdminOperation.DescribeGroups,
                operation,
                (options, queue) =>
                {
                    fixed (nint* first = texts) Native.rd_kafka_DescribeConsumerGroups(_client, first, 1, options, queue);
                },
                result => ReadDescription(Native.rd_kafka_DescribeConsumerGroups_result_groups(result, out _)[0], name, operation),
                cancellationToken);
        }
        finally
        {
            Marshal.FreeCoTaskMem(texts[0]);
        }
    }

    static GroupDescription ReadDescription(nint group, string name, string operation)
    {
        nint error = Native.rd_kafka_ConsumerGroupDescription_error(group);

        ErrorCode code = error == 0 ? ErrorCode.NoError : Native.rd_kafka_error_code(error);

        // Brokers since 4.0 answer with an error where older ones describe a dead group.
        if (code == ErrorCode.GroupNotFound) return new GroupDescription(name, "Dead", "", []);
        if (code != ErrorCode.NoError) throw Failure(error, operation);
        var members = new GroupMember[Native.rd_kafka_ConsumerGroupDescription_member_count(group)];
        for (int i = 0; i < members.Length; i++)
            members[i] = ReadMember(Native.rd_kafka_ConsumerGroupDescription_member(group, (nuint)i));
        return new GroupDescription(
            name,
            StateName(Native.rd_kafka_ConsumerGroupDescription_state(group)),
            Text.From(Native.rd_kafka_ConsumerGroupDescription_partition_assignor(group)),
            members);
    }

    static GroupMember ReadMember(nint member)
    {
        byte* instance = Native.rd_kafka_MemberDescription_group_instance_id(member);
        nint assignment = Native.rd_kafka_MemberDescription_assignment(member);
        return new GroupMember(
            Text.From(Native.rd_kafka_MemberDescription_consumer_id(member)),
            Text.From(Native.rd_kafka_MemberDescription_client_id(member)),
            instance == null ? null : Text.From(instance),
            Text.From(Native.rd_kafka_MemberDescription_host(member)),
            assignment == 0 ? [] : PartitionList.Partitions(Native.rd_kafka_MemberAssignment_partitions(assignment)));
    }

    string[] DeleteOnce(string[] names, CancellationToken cancellationToken)
    {
        const string operation = "Deleting groups";
        nint[] requests = [.. names.Select(Native.rd_kafka_DeleteGroup_new)];
        try
        {
            return Ask(
                AdminOperation.DeleteGroups,
                operation,
                (options, queue) =>
                {
                    fixed (nint* first = requests) Native.rd_kafka_DeleteGroups(_client, first, (nuint)requests.Length, options, queue);
                },
                result => ReadDeleted(Native.rd_kafka_DeleteGroups_result_groups(result, out nuint count), count, names),
                cancellationToken);
        }
        finally
        {
            foreach (nint request in requests) Native.rd_kafka_DeleteGroup_destroy(request);
        }
    }

    static string[] ReadDeleted(nint* groups, nuint count, string[] names)
    {
        for (nuint i = 0; i < count; i++)
        {
            nint error = Native.rd_kafka_group_result_error(groups[i]);
            if (error == 0 || Native.rd_kafka_error_code(error) == ErrorCode.GroupNotFound) continue;
            throw Failure(error, $"Deleting group '{Text.From(Native.rd_kafka_group_result_name(groups[i]))}'");
        }

        return names;
    }

    TopicPartitionOffset[] ForgetOnce(string group, TopicPartition[] partitions, CancellationToken cancellationToken)
    {
        string operation = $"Deleting offsets of group '{group}'";
        using PartitionList list = PartitionList.Of(partitions);
        nint request = Native.rd_kafka_DeleteConsumerGroupOffsets_new(group, list.Pointer);
        try
        {
            return Ask(
                AdminOperation.DeleteGroupOffsets,
                operation,
                (options, queue) => Native.rd_kafka_DeleteConsumerGroupOffsets(_client, in request, 1, options, queue),
                result => ReadGroup(Native.rd_kafka_DeleteConsumerGroupOffsets_result_groups(result, out nuint count), count, operation),
                cancellationToken);
        }
        finally
        {
            Native.rd_kafka_DeleteConsumerGroupOffsets_destroy(request);
        }
    }

    static string StateName(int state) => Text.From(Native.rd_kafka_consumer_group_state_name(state));

    /// <summary>Of an error that belongs to a result.</summary>
    static KafkaException Failure(nint error, string operation) =>
        new(Native.rd_kafka_error_code(error), operation, Text.From(Native.rd_kafka_error_string(error)));
}
