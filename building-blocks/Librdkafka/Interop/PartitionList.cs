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
            Native.rd_kafka_topic_partition_list_add(list.Pointer, offset.Topic, offset.Partition)->Offset = offset.Offset;
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
            offsets[i] = new(Text.From(element->Topic), element->Partition, element->Offset);
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

    public void Dispose() => Native.rd_kafka_topic_partition_list_destroy(Pointer);
}
