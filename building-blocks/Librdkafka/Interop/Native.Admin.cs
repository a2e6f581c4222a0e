using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>Admin requests: each is sent with a queue, its result comes back as an event on that queue.</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial nint rd_kafka_AdminOptions_new(ClientHandle client, AdminOperation operation);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_AdminOptions_destroy(nint options);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_AdminOptions_set_request_timeout(
        nint options, int timeoutMilliseconds, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_AdminOptions_set_operation_timeout(
        nint options, int timeoutMilliseconds, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_topic_result_error(nint result);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_topic_result_error_string(nint result);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_topic_result_name(nint result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_NewTopic_new(
        string topic, int partitions, int replicationFactor, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_NewTopic_destroy(nint topic);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_NewTopic_set_config(nint topic, string name, string value);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_CreateTopics(ClientHandle client, nint* topics, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_CreateTopics_result_topics(nint result, out nuint count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_DeleteTopic_new(string topic);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteTopic_destroy(nint topic);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteTopics(ClientHandle client, nint* topics, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_DeleteTopics_result_topics(nint result, out nuint count);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_DeleteRecords_new(NativeTopicPartitionList* beforeOffsets);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteRecords_destroy(nint request);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_DeleteRecords(ClientHandle client, in nint request, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial NativeTopicPartitionList* rd_kafka_DeleteRecords_result_offsets(nint result);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_ListConsumerGroupOffsets_new(string group, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_ListConsumerGroupOffsets_destroy(nint request);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_ListConsumerGroupOffsets(
        ClientHandle client, in nint request, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_ListConsumerGroupOffsets_result_groups(nint result, out nuint count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_AlterConsumerGroupOffsets_new(string group, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_AlterConsumerGroupOffsets_destroy(nint request);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_AlterConsumerGroupOffsets(
        ClientHandle client, in nint request, nuint count, nint options, nint queue);

    [LibraryImport(Library)]
    internal static partial nint* rd_kafka_AlterConsumerGroupOffsets_result_groups(nint result, out nuint count);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_group_result_error(nint result);

    [LibraryImport(Library)]
    internal static partial NativeTopicPartitionList* rd_kafka_group_result_partitions(nint result);
}

/// <summary><c>rd_kafka_admin_op_t</c>.</summary>
internal enum AdminOperation
{
    CreateTopics = 1,
    DeleteTopics = 2,
    CreatePartitions = 3,
    AlterConfigs = 4,
    DescribeConfigs = 5,
    DeleteRecords = 6,
    DeleteGroups = 7,
    DeleteGroupOffsets = 8,
    ListGroups = 12,
    DescribeGroups = 13,
    ListGroupOffsets = 14,
    AlterGroupOffsets = 15,
}
