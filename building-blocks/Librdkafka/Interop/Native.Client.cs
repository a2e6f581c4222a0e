using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>
/// librdkafka's functions under their own names: library, configuration, client handle, errors, queues. Only functions of 2.0.2 and
/// later.
/// </summary>
internal static unsafe partial class Native
{
    internal const string Library = "librdkafka";

    internal const int TypeProducer = 0;
    internal const int TypeConsumer = 1;

    /// <summary>Destroy without leaving the group by callbacks: for handles that were not closed.</summary>
    internal const int DestroyWithoutClose = 0x8;

    [LibraryImport(Library)]
    internal static partial int rd_kafka_version();

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_version_str();

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_err2name(ErrorCode code);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_err2str(ErrorCode code);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_error_code(nint error);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_error_string(nint error);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_error_is_fatal(nint error);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_error_is_retriable(nint error);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_error_txn_requires_abort(nint error);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_error_destroy(nint error);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_conf_new();

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_destroy(nint configuration);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int rd_kafka_conf_set(nint configuration, string name, string value, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_opaque(nint configuration, nint opaque);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_log_cb(
        nint configuration, delegate* unmanaged[Cdecl]<nint, int, byte*, byte*, void> callback);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_error_cb(
        nint configuration, delegate* unmanaged[Cdecl]<nint, ErrorCode, byte*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_stats_cb(
        nint configuration, delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, int> callback);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_dr_msg_cb(
        nint configuration, delegate* unmanaged[Cdecl]<nint, NativeMessage*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_rebalance_cb(
        nint configuration, delegate* unmanaged[Cdecl]<nint, ErrorCode, NativeTopicPartitionList*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_conf_set_offset_commit_cb(
        nint configuration, delegate* unmanaged[Cdecl]<nint, ErrorCode, NativeTopicPartitionList*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_new(int type, nint configuration, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_destroy_flags(nint client, int flags);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_opaque(nint client);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_fatal_error(nint client, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_fatal_error(ClientHandle client, byte* error, nuint errorSize);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_clusterid(ClientHandle client, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_mem_free(ClientHandle client, void* memory);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_set_log_queue(ClientHandle client, nint queue);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_poll(ClientHandle client, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_new(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_queue_destroy(nint queue);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_queue_poll(nint queue, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_event_error(nint happening);

    [LibraryImport(Library)]
    internal static partial byte* rd_kafka_event_error_string(nint happening);

    [LibraryImport(Library)]
    internal static partial NativeTopicPartitionList* rd_kafka_event_topic_partition_list(nint happening);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_event_destroy(nint happening);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_outq_len(ClientHandle client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint rd_kafka_topic_new(ClientHandle client, string topic, nint configuration);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_topic_destroy(nint topic);

    [LibraryImport(Library), SuppressGCTransition]
    internal static partial byte* rd_kafka_topic_name(nint topic);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_metadata(
        ClientHandle client, int allTopics, nint onlyTopic, out NativeMetadata* metadata, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_metadata_destroy(NativeMetadata* metadata);
}
