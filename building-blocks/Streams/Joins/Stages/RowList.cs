using System.Buffers.Binary;
using State;

namespace Streams;

/// <summary>
/// The rows of each join key, as entries of a task's state: one for each row, which carries what the stage keeps of it; one for the key,
/// which lists its newest rows, sixteen at most; one for each full chunk of older ones. So a changed row writes one entry, a new one two,
/// and every sixteenth three; a removal five at most, as a rule two. However many rows a key has, no call looks at more.
/// </summary>
/// <remarks>
/// Keys: prefix, kind, the join key after its length in 2 bytes, then nothing, the row id, or the chunk's number. A row's value: version
/// byte, its number as 8 bytes, the payload. The others': <see cref="RowChunk"/>. A chunk without rows is removed, so entries are at most
/// twice the rows, and the key's.
/// </remarks>
/// <param name="state">The task's state.</param>
/// <param name="prefix">First byte of all its keys: nothing else in the state uses it.</param>
sealed class RowList(IKeyedState state, byte prefix)
{
    const byte KeyKind = 0;
    const byte RowKind = 1;
    const byte ChunkKind = 2;
    const byte Version = 2;
    const int PayloadOffset = 1 + sizeof(long);
    const int Slots = RowChunk.Slots;

    readonly byte[] key = new byte[2 + sizeof(ushort) + 2 * SideRecord.KeyBytes];
    readonly RowChunk newest = new();
    readonly RowChunk chunk = new();
    readonly RowChunk neighbour = new();
    byte[] value = new byte[512];

    /// <summary>What is kept of a row; the span is valid until the next call on the state.</summary>
    public bool TryGet(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!state.TryGet(RowKey(joinKey, row), out var entry)) return false;
        EntryVersion.Check(entry, Version);
        payload = entry[PayloadOffset..];
        return true;
    }

    /// <summary>Whether a key has rows.</summary>
    public bool Any(ReadOnlySpan<byte> joinKey) => state.TryGet(Key(KeyKind, joinKey), out _);

    /// <summary>Adds a row, or replaces what is kept of it. The payload must not be a span of the state.</summary>
    public void Put(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload)
    {
        if (state.TryGet(RowKey(joinKey, row), out var entry))
        {
            EntryVersion.Check(entry, Version);
            Write(joinKey, row, BinaryPrimitives.ReadInt64BigEndian(entry[1..]), payload);
            return;
        }
        if (!ReadNewest(joinKey)) newest.Clear(0, RowChunk.None);
        if (newest.IsFull) Push(joinKey);
        var number = newest.Add(row);
        state.Put(Key(KeyKind, joinKey), newest.Write());
        Write(joinKey, row, number, payload);
    }

    /// <summary>Removes a row; nothing happens when it is not there.</summary>
    public void Remove(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row)
    {
        if (!state.TryGet(RowKey(joinKey, row), out var entry)) return;
        EntryVersion.Check(entry, Version);
        var number = BinaryPrimitives.ReadInt64BigEndian(entry[1..]);
        state.Remove(RowKey(joinKey, row));
        if (!ReadNewest(joinKey)) throw Broken();

        if (number / Slots == newest.Number)
        {
            newest.Free((int)(number % Slots));
            WriteNewest(joinKey);
            return;
        }
        Read(joinKey, number / Slots, chunk);
        chunk.Free((int)(number % Slots));
        if (chunk.IsEmpty) Unlink(joinKey);
        else Write(joinKey, chunk);
    }

    /// <summary>Reads the next rows of a key, newest first: those of one chunk, some of which may be free slots.</summary>
    /// <param name="joinKey">The key.</param>
    /// <param name="before">
    /// Rows from this number on were read already: <see cref="long.MaxValue"/> for the first, then the last row's number, or
    /// <see cref="AfterAll"/> of the chunk, as long as nothing is removed; a <see cref="RowTour"/> that is kept survives that too.
    /// </param>
    /// <param name="page">Takes the chunk.</param>
    /// <returns>False at the end.</returns>
    public bool ReadOlder(ReadOnlySpan<byte> joinKey, long before, RowChunk page)
    {
        if (before <= 0 || !state.TryGet(Key(KeyKind, joinKey), out var entry)) return false;
        page.Read(entry);
        var number = (before - 1) / Slots;
        if (number < page.Number) Read(joinKey, number, page);
        return true;
    }

    /// <summary>What comes after all rows of a chunk.</summary>
    public static long AfterAll(RowChunk chunk) => (chunk.Older + 1) * Slots;

    /// <summary>What is kept of how far a key's rows were told of its change.</summary>
    /// <returns>Null when nothing is under way, or its rows have gone.</returns>
    public RowTour? Tour(ReadOnlySpan<byte> joinKey) => ReadNewest(joinKey) ? newest.Tour : null;

    /// <summary>Keeps how far a key's rows were told; it must have some.</summary>
    public void SetTour(ReadOnlySpan<byte> joinKey, RowTour? tour)
    {
        if (!ReadNewest(joinKey)) throw Broken();
        if (newest.Tour == tour) return;
        newest.Tour = tour;
        state.Put(Key(KeyKind, joinKey), newest.Write());
    }

    /// <summary>The newest chunk is full: it gets an entry of its own, and the key an empty one.</summary>
    void Push(ReadOnlySpan<byte> joinKey)
    {
        var tour = newest.Tour;
        newest.Tour = null;
        newest.Newer = newest.Number + 1;
        Write(joinKey, newest);
        newest.Clear(newest.Number + 1, newest.Number);
        newest.Tour = tour;
    }

    /// <summary>Removes a chunk without rows: those beside it, and what is under way, pass it by.</summary>
    void Unlink(ReadOnlySpan<byte> joinKey)
    {
        state.Remove(ChunkKey(joinKey, chunk.Number));
        if (chunk.Older != RowChunk.None)
        {
            Read(joinKey, chunk.Older, neighbour);
            neighbour.Newer = chunk.Newer;
            Write(joinKey, neighbour);
        }
        if (chunk.Newer == newest.Number)
        {
            newest.Older = chunk.Older;
        }
        else
        {
            Read(joinKey, chunk.Newer, neighbour);
            neighbour.Older = chunk.Older;
            Write(joinKey, neighbour);
        }
        var isTold = newest.Tour is { } tour && tour.Before > 0 && (tour.Before - 1) / Slots == chunk.Number;
        if (isTold) newest.Tour = newest.Tour!.Value with { Before = AfterAll(chunk) };
        if (isTold || chunk.Newer == newest.Number) WriteNewest(joinKey);
    }

    bool ReadNewest(ReadOnlySpan<byte> joinKey)
    {
        if (!state.TryGet(Key(KeyKind, joinKey), out var entry)) return false;
        newest.Read(entry);
        return true;
    }

    void WriteNewest(ReadOnlySpan<byte> joinKey)
    {
        if (newest.IsEmpty && newest.Older == RowChunk.None) state.Remove(Key(KeyKind, joinKey));
        else state.Put(Key(KeyKind, joinKey), newest.Write());
    }

    void Read(ReadOnlySpan<byte> joinKey, long number, RowChunk into)
    {
        if (!state.TryGet(ChunkKey(joinKey, number), out var entry)) throw Broken();
        into.Read(entry);
    }

    void Write(ReadOnlySpan<byte> joinKey, RowChunk from) => state.Put(ChunkKey(joinKey, from.Number), from.Write());

    void Write(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long number, ReadOnlySpan<byte> payload)
    {
        var length = PayloadOffset + payload.Length;
        if (value.Length < length) value = new byte[2 * length];
        value[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(1), number);
        payload.CopyTo(value.AsSpan(PayloadOffset));
        state.Put(RowKey(joinKey, row), value.AsSpan(0, length));
    }

    ReadOnlySpan<byte> RowKey(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row) => Key(RowKind, joinKey, row);

    ReadOnlySpan<byte> ChunkKey(ReadOnlySpan<byte> joinKey, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return Key(ChunkKind, joinKey, bytes);
    }

    ReadOnlySpan<byte> Key(byte kind, scoped ReadOnlySpan<byte> joinKey, scoped ReadOnlySpan<byte> rest = default)
    {
        key[0] = prefix;
        key[1] = kind;
        BinaryPrimitives.WriteUInt16BigEndian(key.AsSpan(2), (ushort)joinKey.Length);
        joinKey.CopyTo(key.AsSpan(2 + sizeof(ushort)));
        rest.CopyTo(key.AsSpan(2 + sizeof(ushort) + joinKey.Length));
        return key.AsSpan(0, 2 + sizeof(ushort) + joinKey.Length + rest.Length);
    }

    static InvalidOperationException Broken() => new(
        "the rows of a join key are not linked as they were written: the state was changed by something else; delete it and restart");
}
