using System.Buffers.Binary;
using State;

namespace Streams;

/// <summary>
/// The rows of each join key, as entries of a task's state: one for the key, which names the newest row, and one for each row, which names
/// the row before it and carries what the stage keeps of it. So a new row writes two entries, a changed one writes one.
/// </summary>
/// <remarks>
/// A removed row leaves the chain at once when it is near its head; else a mark stays in its place until the row before it leaves. Keys:
/// prefix, kind, then the join key after its length in 2 bytes, then the row id. Values: version byte, flag byte, row id of the row before
/// after its length in 2 bytes, then the payload.
/// </remarks>
/// <param name="state">The task's state.</param>
/// <param name="prefix">First byte of all its keys: nothing else in the state uses it.</param>
sealed class RowList(IKeyedState state, byte prefix)
{
    /// <summary>How many rows a removal looks at for the one that comes before in the chain: what one record may cost.</summary>
    internal const int LongestSearch = 1_000;

    const byte HeadKind = 0;
    const byte RowKind = 1;
    const byte Version = 1;
    const byte Present = 0;
    const byte Removed = 1;
    const int PayloadOffset = 2 + sizeof(ushort);

    readonly byte[] key = new byte[2 + sizeof(ushort) + 2 * SideRecord.KeyBytes];
    readonly byte[] next = new byte[SideRecord.KeyBytes];
    readonly byte[] before = new byte[SideRecord.KeyBytes];
    readonly byte[] marked = new byte[SideRecord.KeyBytes];
    byte[] value = new byte[512];

    /// <summary>What is kept of a row; the span is valid until the next call on the state.</summary>
    public bool TryGet(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (!state.TryGet(RowKey(joinKey, row), out var entry) || entry[1] != Present) return false;
        payload = entry[(PayloadOffset + Before(entry).Length)..];
        return true;
    }

    /// <summary>Whether a key has rows, or had some that still leave a mark.</summary>
    public bool Any(ReadOnlySpan<byte> joinKey) => state.TryGet(HeadKey(joinKey), out _);

    /// <summary>Whether <see cref="Next"/> can go on after a row: it is there, or its mark is.</summary>
    public bool IsLinked(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row) => state.TryGet(RowKey(joinKey, row), out _);

    /// <summary>Adds a row, or replaces what is kept of it. The payload must not be a span of the state.</summary>
    public void Put(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload)
    {
        if (state.TryGet(RowKey(joinKey, row), out var entry))
        {
            Write(joinKey, row, Keep(Before(entry)), payload, Present);
            return;
        }
        var head = state.TryGet(HeadKey(joinKey), out var newest) ? Keep(newest[1..]) : default;
        Write(joinKey, row, head, payload, Present);
        SetHead(joinKey, row);
    }

    /// <summary>Removes a row; nothing happens when it is not there.</summary>
    public void Remove(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row)
    {
        if (!state.TryGet(RowKey(joinKey, row), out var entry) || entry[1] != Present) return;
        var afterIt = Keep(Before(entry));
        var found = state.TryGet(HeadKey(joinKey), out var head) ? head[1..] : default;
        if (found.SequenceEqual(row))
        {
            Cut(joinKey, default, afterIt, row);
            return;
        }
        for (var steps = 0; steps < LongestSearch && !found.IsEmpty; steps++)
        {
            var length = found.Length;
            found.CopyTo(before);
            if (!state.TryGet(RowKey(joinKey, before.AsSpan(0, length)), out var other)) throw Broken();
            found = Before(other);
            if (!found.SequenceEqual(row)) continue;
            Cut(joinKey, before.AsSpan(0, length), afterIt, row);
            return;
        }
        Write(joinKey, row, afterIt, default, Removed);
    }

    /// <summary>
    /// Goes through the rows of a key, newest first.
    /// </summary>
    /// <param name="joinKey">The key.</param>
    /// <param name="row">In: the row to go on after, empty for the first. Out: the next row.</param>
    /// <param name="length">In and out: bytes of <paramref name="row"/>.</param>
    /// <param name="payload">What is kept of the next row; valid until the next call on the state.</param>
    /// <returns>False at the end, and when the row to go on after is not there any more.</returns>
    public bool Next(ReadOnlySpan<byte> joinKey, Span<byte> row, ref int length, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        ReadOnlySpan<byte> following;
        if (length > 0)
        {
            if (!state.TryGet(RowKey(joinKey, row[..length]), out var from)) return false;
            following = Before(from);
        }
        else
        {
            following = state.TryGet(HeadKey(joinKey), out var head) ? head[1..] : default;
        }
        while (!following.IsEmpty)
        {
            length = following.Length;
            following.CopyTo(row);
            if (!state.TryGet(RowKey(joinKey, row[..length]), out var entry)) throw Broken();
            following = Before(entry);
            payload = entry[(PayloadOffset + following.Length)..];
            if (entry[1] == Present) return true;
        }
        length = 0;
        return false;
    }

    /// <summary>Takes a row out of the chain: the one before it, or the key itself, leads to the one after it.</summary>
    void Cut(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> leading, ReadOnlySpan<byte> following, ReadOnlySpan<byte> row)
    {
        following = WithoutMarks(joinKey, following);
        if (!leading.IsEmpty)
        {
            state.TryGet(RowKey(joinKey, leading), out var entry);
            Write(joinKey, leading, following, entry[(PayloadOffset + Before(entry).Length)..], entry[1]);
        }
        else if (following.IsEmpty)
        {
            state.Remove(HeadKey(joinKey));
        }
        else
        {
            SetHead(joinKey, following);
        }
        state.Remove(RowKey(joinKey, row));
    }

    ReadOnlySpan<byte> WithoutMarks(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row)
    {
        while (!row.IsEmpty && state.TryGet(RowKey(joinKey, row), out var entry) && entry[1] == Removed)
        {
            row.CopyTo(marked);
            var mark = marked.AsSpan(0, row.Length);
            row = Keep(Before(entry));
            state.Remove(RowKey(joinKey, mark));
        }
        return row;
    }

    void SetHead(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row)
    {
        Room(1 + row.Length);
        value[0] = Version;
        row.CopyTo(value.AsSpan(1));
        state.Put(HeadKey(joinKey), value.AsSpan(0, 1 + row.Length));
    }

    void Write(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> previous, ReadOnlySpan<byte> payload, byte flag)
    {
        var length = PayloadOffset + previous.Length + payload.Length;
        Room(length);
        value[0] = Version;
        value[1] = flag;
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(2), (ushort)previous.Length);
        previous.CopyTo(value.AsSpan(PayloadOffset));
        payload.CopyTo(value.AsSpan(PayloadOffset + previous.Length));
        state.Put(RowKey(joinKey, row), value.AsSpan(0, length));
    }

    void Room(int length)
    {
        if (value.Length < length) value = new byte[2 * length];
    }

    /// <summary>A copy that outlives the next call on the state.</summary>
    ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> row)
    {
        row.CopyTo(next);
        return next.AsSpan(0, row.Length);
    }

    static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> entry) =>
        entry.Slice(PayloadOffset, BinaryPrimitives.ReadUInt16BigEndian(entry[2..]));

    ReadOnlySpan<byte> HeadKey(ReadOnlySpan<byte> joinKey) => Key(HeadKind, joinKey, default);

    ReadOnlySpan<byte> RowKey(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row) => Key(RowKind, joinKey, row);

    ReadOnlySpan<byte> Key(byte kind, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row)
    {
        key[0] = prefix;
        key[1] = kind;
        BinaryPrimitives.WriteUInt16BigEndian(key.AsSpan(2), (ushort)joinKey.Length);
        joinKey.CopyTo(key.AsSpan(2 + sizeof(ushort)));
        row.CopyTo(key.AsSpan(2 + sizeof(ushort) + joinKey.Length));
        return key.AsSpan(0, 2 + sizeof(ushort) + joinKey.Length + row.Length);
    }

    static InvalidOperationException Broken() => new(
        "the rows of a join key are not linked as they were written: the state was changed by something else; delete it and restart");
}
