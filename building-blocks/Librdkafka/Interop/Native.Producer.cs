using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>Producer and transactions.</summary>
internal static unsafe partial class Native
{
    /// <summary><c>RD_KAFKA_MSG_F_COPY</c>: the value is copied before the call returns (key and headers always are).</summary>
    internal const int FlagCopy = 0x2;

    internal const int PurgeQueue = 0x1;
    internal const int PurgeInFlight = 0x2;

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_produceva(ClientHandle client, ProduceArgument* arguments, nuint count);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_flush(ClientHandle client, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_purge(ClientHandle client, int flags);

    [LibraryImport(Library)]
    internal static partial int rd_kafka_message_status(NativeMessage* message);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_headers_new(nuint initialCount);

    [LibraryImport(Library)]
    internal static partial ErrorCode rd_kafka_header_add(nint headers, byte* name, nint nameSize, byte* value, nint valueSize);

    [LibraryImport(Library)]
    internal static partial void rd_kafka_headers_destroy(nint headers);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_init_transactions(ClientHandle client, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_begin_transaction(ClientHandle client);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_send_offsets_to_transaction(
        ClientHandle client, NativeTopicPartitionList* offsets, GroupMetadata groupMetadata, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_commit_transaction(ClientHandle client, int timeoutMilliseconds);

    [LibraryImport(Library)]
    internal static partial nint rd_kafka_abort_transaction(ClientHandle client, int timeoutMilliseconds);
}
