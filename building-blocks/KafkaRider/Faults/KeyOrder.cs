namespace KafkaRider;

/// <summary>A key of one partition as its records first came: what is kept in order.</summary>
internal readonly record struct OrderKey(string Topic, int Partition, string Key);

/// <summary>
/// Which records of which keys are in the retry topics of one partition number, and so who may run. The order of a key is the order of
/// its records' first offsets: a record runs when none before it is in the retry topics; else it is copied to where the first of those
/// waits, and so comes due behind it.
/// <para>A record counts as often as there are copies of it: after a crash there may be two, and the next one waits for both. It stays
/// until the group's position is past it: only then may records elsewhere go on, or a crash could repeat it after them. Records behind it
/// in its own batch go on at once: no position passes them before it.</para>
/// </summary>
internal sealed class KeyOrder
{
    readonly Lock gate = new();
    readonly Dictionary<OrderKey, SortedDictionary<long, Entry>> blocked = [];

    /// <summary>No record of any key is in the retry topics.</summary>
    internal bool IsEmpty
    {
        get
        {
            lock (gate) return blocked.Count == 0;
        }
    }

    /// <summary>A copy of a record stands in this retry topic.</summary>
    internal void Add(OrderKey key, long offset, RetryRung rung)
    {
        lock (gate)
        {
            var entry = EntryOf(key, offset);
            entry.Copies++;
            entry.Rung = rung;
        }
    }

    /// <summary>Asks to run a record.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="offset">Its first offset.</param>
    /// <param name="at">The retry topic it stands in; null for its source.</param>
    /// <param name="runner">Whoever runs its batch.</param>
    /// <returns>Null when it may run; else the step of the ladder in which the record before it waits.</returns>
    internal RetryRung? Ask(OrderKey key, long offset, RetryRung? at, object runner)
    {
        lock (gate)
        {
            if (at is not null && !(blocked.TryGetValue(key, out var known) && known.ContainsKey(offset)))
            {
                // It came from elsewhere: redriven, or written by an earlier owner at its end.
                var entry = EntryOf(key, offset);
                (entry.Copies, entry.Rung) = (1, at);
            }

            if (!blocked.TryGetValue(key, out var entries)) return null;
            foreach (var (before, entry) in entries)
            {
                if (before >= offset) break;
                if (!entry.IsDoneFor(runner)) return entry.Rung;
            }

            if (at is not null) entries[offset].Run(runner);
            return null;
        }
    }

    /// <summary>A record of a retry topic that was asked for will be asked for again.</summary>
    internal void TakeBack(OrderKey key, long offset, object runner)
    {
        lock (gate)
            if (Find(key, offset) is { } entry) entry.StopRun(runner);
    }

    /// <summary>The position is past a copy.</summary>
    internal void Remove(OrderKey key, long offset, object? runner)
    {
        lock (gate)
        {
            if (Find(key, offset) is not { } entry) return;
            entry.StopRun(runner);
            if (--entry.Copies > 0) return;
            var entries = blocked[key];
            entries.Remove(offset);
            if (entries.Count == 0) blocked.Remove(key);
        }
    }

    Entry? Find(OrderKey key, long offset) => blocked.TryGetValue(key, out var entries) ? entries.GetValueOrDefault(offset) : null;

    Entry EntryOf(OrderKey key, long offset)
    {
        if (!blocked.TryGetValue(key, out var entries)) blocked[key] = entries = [];
        if (!entries.TryGetValue(offset, out var entry)) entries[offset] = entry = new Entry();
        return entry;
    }

    sealed class Entry
    {
        object? runner;
        int runs;

        internal int Copies { get; set; }

        internal RetryRung? Rung { get; set; }

        /// <summary>All its copies ran in this runner's batch, and none went on to another retry topic.</summary>
        internal bool IsDoneFor(object who) => runner == who && runs == Copies;

        internal void Run(object who)
        {
            if (runner != who) (runner, runs) = (who, 0);
            runs++;
        }

        internal void StopRun(object? who)
        {
            if (who is not null && runner == who && runs > 0) runs--;
        }
    }
}
