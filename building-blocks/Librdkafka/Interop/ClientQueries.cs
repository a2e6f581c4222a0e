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
}
