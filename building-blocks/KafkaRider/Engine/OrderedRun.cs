using Librdkafka;

namespace KafkaRider;

/// <summary>One partition's batch in the order of keys. For one thread at a time.</summary>
internal sealed class OrderedRun(KeyOrder order, RetryRung? at)
{
    readonly List<Asked> asked = [];
    readonly HashSet<OrderKey> staying = [];
    int kept;

    /// <summary>The batch begins, or begins again after it failed as a whole.</summary>
    internal void Begin()
    {
        for (var i = kept; i < asked.Count; i++) TakeBack(asked[i]);
        asked.RemoveRange(kept, asked.Count - kept);
        staying.Clear();
    }

    /// <summary>The step of the ladder that the record must wait in; null when it may run.</summary>
    internal RetryRung? Ask(in Record record)
    {
        if ((at is null && order.IsEmpty) || OrderOf.Record(record) is not { } place) return null;
        var wait = order.Ask(place.Key, place.Offset, at, this);
        if (at is not null) asked.Add(new Asked(record.Offset, place.Key, place.Offset, Runs: wait is null));
        return wait;
    }

    /// <summary>A copy of the record goes to a retry topic.</summary>
    internal void Copied(in Record record, RetryRung to)
    {
        if (OrderOf.Record(record) is { } place) order.Add(place.Key, place.Offset, to);
    }

    /// <summary>The copy became a dead letter instead.</summary>
    internal void NotCopied(in Record record)
    {
        if (OrderOf.Record(record) is { } place) order.Remove(place.Key, place.Offset, runner: null);
    }

    /// <summary>The record stays in the batch, so all behind it of its key do.</summary>
    internal void Stays(in Record record)
    {
        var offset = record.Offset;
        if (asked.FindIndex(kept, entry => entry.Position == offset) is >= 0 and var index)
        {
            TakeBack(asked[index]);
            asked.RemoveAt(index);
        }

        if (OrderOf.Record(record) is { } place) staying.Add(place.Key);
    }

    internal bool IsBehindStaying(in Record record) =>
        staying.Count > 0 && OrderOf.Record(record) is { } place && staying.Contains(place.Key);

    /// <summary>What ran is done; what stays of the batch begins anew.</summary>
    internal void Keep() => kept = asked.Count;

    /// <summary>The position is past the whole batch.</summary>
    internal void Passed()
    {
        foreach (var entry in asked) order.Remove(entry.Key, entry.Offset, entry.Runs ? this : null);
        asked.Clear();
        kept = 0;
    }

    void TakeBack(Asked entry)
    {
        if (entry.Runs) order.TakeBack(entry.Key, entry.Offset, this);
    }

    readonly record struct Asked(long Position, OrderKey Key, long Offset, bool Runs);
}
