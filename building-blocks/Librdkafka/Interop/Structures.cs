using System.Runtime.InteropServices;

namespace Librdkafka;

// Layouts of rdkafka.h; natural C alignment.

/// <summary><c>rd_kafka_message_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    internal ErrorCode Error;
    internal nint Topic;
    internal int Partition;
    internal byte* Value;
    internal nuint ValueLength;
    internal byte* Key;
    internal nuint KeyLength;
    internal long Offset;

    /// <summary>In delivery reports: the opaque of the produce call.</summary>
    internal nint Private;
}

/// <summary><c>rd_kafka_topic_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopicPartition
{
    internal byte* Topic;
    internal int Partition;
    internal long Offset;
    internal byte* Metadata;
    internal nuint MetadataSize;
    internal nint Opaque;
    internal ErrorCode Error;
    internal nint Private;
}

/// <summary><c>rd_kafka_topic_partition_list_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTopicPartitionList
{
    internal int Count;
    internal int Size;
    internal NativeTopicPartition* Elements;
}

/// <summary><c>rd_kafka_vtype_t</c>: what an argument of <c>rd_kafka_produceva</c> is.</summary>
internal enum ArgumentKind
{
    TopicHandle = 2,
    Partition = 3,
    Value = 4,
    Key = 5,
    Opaque = 6,
    Flags = 7,
    Timestamp = 8,
    Header = 9,
    Headers = 10,
}

/// <summary><c>rd_kafka_vu_t</c>: a tag and a union that is padded to 64 bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal unsafe struct ProduceArgument
{
    internal const int Bytes = 72;

    [FieldOffset(0)] internal ArgumentKind Kind;
    [FieldOffset(8)] internal int Number;
    [FieldOffset(8)] internal long LongNumber;
    [FieldOffset(8)] internal nint Pointer;
    [FieldOffset(8)] internal byte* Memory;
    [FieldOffset(16)] internal nuint MemorySize;
    [FieldOffset(8)] internal byte* HeaderName;
    [FieldOffset(16)] internal byte* HeaderValue;
    [FieldOffset(24)] internal nint HeaderSize;
}

/// <summary><c>rd_kafka_metadata_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMetadata
{
    internal int BrokerCount;
    internal NativeMetadataBroker* Brokers;
    internal int TopicCount;
    internal NativeMetadataTopic* Topics;
    internal int OriginId;
    internal byte* OriginName;
}

/// <summary><c>rd_kafka_metadata_broker_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMetadataBroker
{
    internal int Id;
    internal byte* Host;
    internal int Port;
}

/// <summary><c>rd_kafka_metadata_topic_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMetadataTopic
{
    internal byte* Topic;
    internal int PartitionCount;
    internal NativeMetadataPartition* Partitions;
    internal ErrorCode Error;
}

/// <summary><c>rd_kafka_metadata_partition_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMetadataPartition
{
    internal int Id;
    internal ErrorCode Error;
    internal int Leader;
    internal int ReplicaCount;
    internal int* Replicas;
    internal int InSyncCount;
    internal int* InSync;
}
