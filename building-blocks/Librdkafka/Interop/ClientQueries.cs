namespace Librdkafka;

/// <summary>Questions that any kind of client can ask.</summary>
internal static unsafe class ClientQueries
{
    internal static string? ClusterId(ClientHandle client, TimeSpan timeout)
    {
        byte* id = Native.rd_kafka_clusterid(client, Text.Milliseconds(timeout));
        if (id == null) return null;
        string text = Text.From(id);
        Native.rd_kafka_mem_free(client, id);
        return text;
    }

    /// <summary>Asks for metadata, which nothing keeps from going to a broker.</summary>
    internal static bool IsAnswered(ClientHandle client, TimeSpan timeout)
    {
        ErrorCode code = Native.rd_kafka_metadata(
            client, allTopics: 0, onlyTopic: 0, out NativeMetadata* metadata, Text.Milliseconds(timeout));
        if (code != ErrorCode.NoError) return false;
        Native.rd_kafka_metadata_destroy(metadata);
        return true;
    }

    internal static int PartitionCount(ClientHandle client, string topic, TimeSpan timeout)
    {
        ErrorCode code = Native.rd_kafka_metadata(
            client, allTopics: 0, client.Topic(topic), out NativeMetadata* metadata, Text.Milliseconds(timeout));
        KafkaException.ThrowIfFailed(code, $"Reading the metadata of topic {topic}");
        try
        {
            if (metadata->TopicCount != 1) throw new KafkaException(ErrorCode.UnknownTopic, $"Reading the metadata of topic {topic}");
            KafkaException.ThrowIfFailed(metadata->Topics->Error, $"Reading the metadata of topic {topic}");
            return metadata->Topics->PartitionCount;
        }
        finally
        {
            Native.rd_kafka_metadata_destroy(metadata);
        }
    }
}
