using System.Collections.Concurrent;
using System.Text;

namespace Librdkafka;

/// <summary>
/// Topic names as strings, one per topic and not per record. Found by the address of the native topic and compared, because a freed
/// topic's address may come to name another one. Safe for any thread.
/// </summary>
internal sealed unsafe class TopicNames
{
    readonly ConcurrentDictionary<nint, Entry> _names = new();

    internal string Of(nint topic)
    {
        if (topic == 0) return "";
        ReadOnlySpan<byte> bytes = Text.Bytes(Native.rd_kafka_topic_name(topic));
        if (_names.TryGetValue(topic, out Entry? entry) && bytes.SequenceEqual(entry.Bytes)) return entry.Name;
        entry = new Entry(bytes.ToArray(), string.Intern(Encoding.UTF8.GetString(bytes)));
        _names[topic] = entry;
        return entry.Name;
    }

    sealed record Entry(byte[] Bytes, string Name);
}
