using System.Runtime.InteropServices;
using System.Text;

namespace Librdkafka;

/// <summary>A native list of partitions, for the length of one call.</summary>
internal readonly unsafe ref struct PartitionList
{
    PartitionList(NativeTopicPartitionList* list) => Pointer = list;

    internal NativeTopicPartitionList* Pointer { get; }

    internal static PartitionList Of(IEnumerable<TopicPartitionOffset> offsets)
    {
        PartitionList list = new(Native.rd_kafka_topic_partition_list_new(0));
        foreach (TopicPartitionOffset offset in offsets)
        {
            NativeTopicPartition* element = Native.rd_kafka_topic_partition_list_add(list.Pointer, offset.Topic, offset.Partition);
            element->Offset = offset.Offset;
            if (offset.Metadata is { } metadata) SetMetadata(element, metadata);
        }

        return list;
    }

    internal static PartitionList Of(IEnumerable<TopicPartition> partitions)
    {
        PartitionList list = new(Native.rd_kafka_topic_partition_list_new(0));
        foreach (TopicPartition partition in partitions)
            Native.rd_kafka_topic_partition_list_add(list.Pointer, partition.Topic, partition.Partition);
        return list;
    }

    internal static PartitionList OfTopics(IEnumerable<string> topics)
    {
        PartitionList list = new(Native.rd_kafka_topic_partition_list_new(0));
        foreach (string topic in topics) Native.rd_kafka_topic_partition_list_add(list.Pointer, topic, -1);
        return list;
    }

    internal static PartitionList Own(NativeTopicPartitionList* list) => new(list);

    internal TopicPartitionOffset[] Offsets() => Read(Pointer);

    internal static TopicPartitionOffset[] Read(NativeTopicPartitionList* list)
    {
        if (list == null) return [];
        var offsets = new TopicPartitionOffset[list->Count];
        for (int i = 0; i < offsets.Length; i++)
        {
            NativeTopicPartition* element = list->Elements + i;
            offsets[i] = new(Text.From(element->Topic), element->Partition, element->Offset)
            {
                Metadata = element->MetadataSize == 0 ? null : Encoding.UTF8.GetString(element->Metadata, (int)element->MetadataSize),
            };
        }

        return offsets;
    }

    internal static TopicPartition[] Partitions(NativeTopicPartitionList* list)
    {
        if (list == null) return [];
        var partitions = new TopicPartition[list->Count];
        for (int i = 0; i < partitions.Length; i++) partitions[i] = new(Text.From(list->Elements[i].Topic), list->Elements[i].Partition);
        return partitions;
    }

    /// <summary>A list-wide call may succeed for some partitions only: the first failed one is thrown.</summary>
    internal static void ThrowIfAnyFailed(NativeTopicPartitionList* list, string operation)
    {
        for (int i = 0; list != null && i < list->Count; i++)
        {
            NativeTopicPartition* element = list->Elements + i;
            if (element->Error != ErrorCode.NoError)
                throw new KafkaException(element->Error, $"{operation} ({Text.From(element->Topic)}[{element->Partition}])");
        }
    }

    /// <summary>The list frees it with the C library's free.</summary>
    static void SetMetadata(NativeTopicPartition* element, string metadata)
    {
        int size = Encoding.UTF8.GetByteCount(metadata);
        byte* memory = (byte*)NativeMemory.Alloc((nuint)size);
        Encoding.UTF8.GetBytes(metadata, new Span<byte>(memory, size));
        element->Metadata = memory;
        element->MetadataSize = (nuint)size;
    }

    public void Dispose() => Native.rd_kafka_topic_partition_list_destroy(Pointer);
}
