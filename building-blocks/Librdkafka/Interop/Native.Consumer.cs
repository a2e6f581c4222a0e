using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>Consumer, messages, offsets.</summary>
internal static unsafe partial class Native
{
    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_poll_set_consumer(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial NativeMessage* rd_kafka_consumer_poll(ClientHandle client, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_get_consumer(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_consume_batch_queue(nint queue, int timeoutMilliseconds, nint* messages, nuint count);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_message_destroy(NativeMessage* message);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_message_errstr(NativeMessage* message);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial long rd_kafka_message_timestamp(NativeMessage* message, TimestampType* type);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_message_headers(NativeMessage* message, nint* headers);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial nuint rd_kafka_header_cnt(nint headers);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial ErrorCode rd_kafka_header_get_all(nint headers, nuint index, byte** name, byte** value, nuint* size);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_subscribe(ClientHandle client, NativeTopicPartitionList* topics);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_unsubscribe(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_consumer_close(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_rebalance_protocol(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_assign(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_incremental_assign(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_incremental_unassign(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_assignment(ClientHandle client, out NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_assignment_lost(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_pause_partitions(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_resume_partitions(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_seek_partitions(
        ClientHandle client, NativeTopicPartitionList* partitions, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_commit_queue(
        ClientHandle client, NativeTopicPartitionList* offsets, nint queue, nint callback, nint opaque);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_commit(ClientHandle client, NativeTopicPartitionList* offsets, int asynchronously);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_committed(
        ClientHandle client, NativeTopicPartitionList* partitions, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_position(ClientHandle client, NativeTopicPartitionList* partitions);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_query_watermark_offsets(
        ClientHandle client, string topic, int partition, out long low, out long high, int timeoutMilliseconds);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ErrorCode rd_kafka_get_watermark_offsets(
        ClientHandle client, string topic, int partition, out long low, out long high);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_offsets_for_times(
        ClientHandle client, NativeTopicPartitionList* timestamps, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_consumer_group_metadata(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_consumer_group_metadata_destroy(nint metadata);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_memberid(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial NativeTopicPartitionList* rd_kafka_topic_partition_list_new(int size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeTopicPartition* rd_kafka_topic_partition_list_add(
        NativeTopicPartitionList* list, string topic, int partition);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_partition_list_destroy(NativeTopicPartitionList* list);
}
