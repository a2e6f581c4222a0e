using System.Collections.Concurrent;
using Librdkafka;

namespace KafkaRider;

/// <summary>What consumers of a message change beside what they produce, held back until the message is in the transaction.</summary>
internal sealed class EnlistedMessage : IEnlistedMessage
{
    readonly Lock gate = new();
    readonly List<(object Owner, Action Change)> changes = [];
    bool hasSucceeded;

    internal EnlistedMessage(in Record record, ConcurrentDictionary<object, object> batch)
    {
        if (!record.KeyIsNull) Key = record.Key.ToArray();
        Batch = batch;
    }

    public ReadOnlyMemory<byte>? Key { get; }

    public bool HasSucceeded => Volatile.Read(ref hasSucceeded);

    public ConcurrentDictionary<object, object> Batch { get; }

    public void WhenIncluded(object owner, Action change)
    {
        lock (gate)
        {
            var index = changes.FindIndex(kept => kept.Owner.Equals(owner));
            if (index >= 0) changes[index] = (owner, change);
            else changes.Add((owner, change));
        }
    }

    internal void Succeed() => Volatile.Write(ref hasSucceeded, true);

    /// <summary>Does what was kept. By the endpoint's loop, once.</summary>
    internal void Include()
    {
        lock (gate)
            foreach (var (_, change) in changes) change();
    }
}
