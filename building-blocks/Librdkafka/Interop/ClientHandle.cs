using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Librdkafka;

/// <summary>
/// Owns an <c>rd_kafka_t</c>, the handles of the topics it produces to, and the opaque that its callbacks come back with. A call on a
/// disposed client is an ObjectDisposedException; a call that is under way delays the destruction to its end.
/// </summary>
internal sealed class ClientHandle() : SafeHandle(0, ownsHandle: true)
{
    readonly ConcurrentDictionary<string, nint> _topics = new();
    GCHandle _opaque;
    bool _isConsumer;

    /// <summary>A consumer whose group was left; see <see cref="ReleaseHandle"/>.</summary>
    internal bool HasLeftGroup { get; set; }

    public override bool IsInvalid => handle == 0;

    internal static unsafe ClientHandle Create(int type, nint configuration, ClientCallbacks callbacks, string what)
    {
        const int errorSize = 512;
        byte* error = stackalloc byte[errorSize];
        var client = new ClientHandle();

        // Weak: the client owns its callbacks, and callbacks only run inside the client's own calls.
        client._opaque = GCHandle.Alloc(callbacks, GCHandleType.Weak);
        Native.rd_kafka_conf_set_opaque(configuration, GCHandle.ToIntPtr(client._opaque));
        nint created = Native.rd_kafka_new(type, configuration, error, errorSize);
        if (created == 0)
        {
            Native.rd_kafka_conf_destroy(configuration);
            client._opaque.Free();
            throw new KafkaException(ErrorCode.InvalidArgument, $"Creating a {what}", Text.From(error));
        }

        client._isConsumer = type == Native.TypeConsumer;
        client.SetHandle(created);
        callbacks.ServeTokens(client);
        return client;
    }

    /// <summary>
    /// The topic's native handle, made at first use and kept: naming the topic by text costs a search in every produce call.
    /// </summary>
    internal nint Topic(string name)
    {
        if (_topics.TryGetValue(name, out nint topic)) return topic;
        topic = Native.rd_kafka_topic_new(this, name, 0);
        if (topic == 0) throw new KafkaException(ErrorCode.InvalidTopic, $"Producing to topic '{name}'");
        if (_topics.TryAdd(name, topic)) return topic;
        Native.rd_kafka_topic_destroy(topic);
        return _topics[name];
    }

    protected override bool ReleaseHandle()
    {
        // Destroying a consumer that is still in its group waits, for ever in 2.0.2, for an answer to a rebalance that nobody will
        // give: one that was
        // never disposed of stays, and the broker removes it from the group after max.poll.interval.ms.
        if (_isConsumer && !HasLeftGroup) return true;
        foreach (nint topic in _topics.Values) Native.rd_kafka_topic_destroy(topic);
        Native.rd_kafka_destroy_flags(handle, Native.DestroyWithoutClose);
        _opaque.Free();
        return true;
    }
}
