using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>Admin requests about consumer groups.</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial void rd_kafka_ListConsumerGroups(ClientHandle client, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_ListConsumerGroups_result_valid(nint result, out nuint count);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_ListConsumerGroups_result_errors(nint result, out nuint count);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_ConsumerGroupListing_group_id(nint listing);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_ConsumerGroupListing_state(nint listing);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_consumer_group_state_name(int state);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DescribeConsumerGroups(
        ClientHandle client, nint* groups, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_DescribeConsumerGroups_result_groups(nint result, out nuint count);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_ConsumerGroupDescription_group_id(nint group);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_ConsumerGroupDescription_error(nint group);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_ConsumerGroupDescription_partition_assignor(nint group);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_ConsumerGroupDescription_state(nint group);

    [LibraryImport(Library)]
    internal static partial nuint rd_kafka_ConsumerGroupDescription_member_count(nint group);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_ConsumerGroupDescription_member(nint group, nuint index);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_MemberDescription_client_id(nint member);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_MemberDescription_group_instance_id(nint member);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_MemberDescription_consumer_id(nint member);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_MemberDescription_host(nint member);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_MemberDescription_assignment(nint member);

    [LibraryImport(Library)]
    internal static partial NativeTopicPartitionList* rd_kafka_MemberAssignment_partitions(nint assignment);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_DeleteGroup_new(string group);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteGroup_destroy(nint request);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteGroups(ClientHandle client, nint* requests, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_DeleteGroups_result_groups(nint result, out nuint count);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_group_result_name(nint result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_DeleteConsumerGroupOffsets_new(string group, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteConsumerGroupOffsets_destroy(nint request);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteConsumerGroupOffsets(
        ClientHandle client, in nint request, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_DeleteConsumerGroupOffsets_result_groups(nint result, out nuint count);
}
