namespace State;

/// <summary>A hash table from keys to their last write, kept in first-write order. Nothing is allocated once its arrays fit.</summary>
internal sealed class ChangeTable : IDisposable
{
    const int SmallestSize = 64;
    const int Removed = -1;
    const int None = -1;

    readonly ByteArena _arena = new();
    Entry[] _entries = new Entry[SmallestSize];
    int[] _buckets = NewBuckets(SmallestSize);

    struct Entry
    {
        public int Hash;
        public int Next;
        public ArenaSlice Key;
        // Its length is the room there is; a shorter value reuses it.
        public ArenaSlice Room;
        public int ValueLength;
    }

    public int Count { get; private set; }

    public StateChange this[int index]
    {
        get
        {
            ref var entry = ref _entries[index];
            return new StateChange(_arena[entry.Key], Value(ref entry), entry.ValueLength == Removed);
        }
    }

    /// <summary>The place of a key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key) => Find(key, ByteComparer.Hash(key));

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        ref var entry = ref FindOrAdd(key);
        if (entry.Room.Length < value.Length) entry.Room = _arena.Reserve(value.Length);
        value.CopyTo(_arena[entry.Room]);
        entry.ValueLength = value.Length;
    }

    public void Remove(ReadOnlySpan<byte> key) => FindOrAdd(key).ValueLength = Removed;

    public void Clear()
    {
        if (Count == 0) return;
        Array.Fill(_buckets, None);
        Count = 0;
        _arena.Clear();
    }

    public void Dispose() => _arena.Dispose();

    ReadOnlySpan<byte> Value(ref Entry entry) => entry.ValueLength <= 0 ? default : _arena[entry.Room][..entry.ValueLength];

    int Find(ReadOnlySpan<byte> key, int hash)
    {
        var index = _buckets[hash & (_buckets.Length - 1)];
        while (index != None)
        {
            ref var entry = ref _entries[index];
            if (entry.Hash == hash && key.SequenceEqual(_arena[entry.Key])) break;
            index = entry.Next;
        }
        return index;
    }

    ref Entry FindOrAdd(ReadOnlySpan<byte> key)
    {
        var hash = ByteComparer.Hash(key);
        var index = Find(key, hash);
        if (index != None) return ref _entries[index];

        if (Count == _entries.Length) Grow();
        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        ref var entry = ref _entries[Count];
        entry = new Entry { Hash = hash, Next = bucket, Key = _arena.Reserve(key.Length), ValueLength = Removed };
        key.CopyTo(_arena[entry.Key]);
        bucket = Count++;
        return ref entry;
    }

    void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _buckets = NewBuckets(_entries.Length);
        for (var i = 0; i < Count; i++)
        {
            ref var bucket = ref _buckets[_entries[i].Hash & (_buckets.Length - 1)];
            _entries[i].Next = bucket;
            bucket = i;
        }
    }

    static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, None);
        return buckets;
    }
}
