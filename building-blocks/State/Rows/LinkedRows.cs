using System.Buffers.Binary;

namespace State;

/// <summary>
/// The row keys of each owner key, in the order they were added, as entries of a keyed state: one for the owner (count, first, last) and
/// one for each row (the one before, the one after). Adding a row touches three entries at most, removing one four, however many rows
/// there are.
/// </summary>
/// <param name="state">Where the entries are: an overlay while a transaction is open.</param>
/// <param name="prefix">First byte of all its keys: nothing else in the state uses it.</param>
public sealed class LinkedRows(IKeyedState state, byte prefix)
{
    /// <summary>Bytes of an owner and a row key together at most.</summary>
    public const int KeyBytes = StoreLimits.KeyBytes - 4;

    const byte OwnerKind = 0;
    const byte RowKind = 1;
    const byte Version = 1;

    readonly KeyWriter _key = new();
    readonly KeyWriter _value = new();
    readonly Link _owner = new();
    readonly Link _row = new();
    readonly Link _neighbour = new();

    /// <summary>How many rows an owner has.</summary>
    public int Count(ReadOnlySpan<byte> owner) =>
        state.TryGet(OwnerKey(owner), out var value) ? (int)BinaryPrimitives.ReadUInt32BigEndian(value[1..]) : 0;

    /// <summary>True when the owner has the row.</summary>
    public bool Contains(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row) => state.TryGet(RowKey(owner, row), out _);

    /// <summary>Adds a row at the end.</summary>
    /// <returns>False when it was there: nothing changes.</returns>
    public bool Add(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row)
    {
        Check(owner, row);
        if (Contains(owner, row)) return false;
        ReadOwner(owner);

        _row.Set(_owner.Last, default);
        WriteRow(owner, row, _row);
        if (_owner.Count == 0) _owner.First = row;
        else Relink(owner, _owner.Last, changesNext: true, row);
        _owner.Last = row;
        _owner.Count++;
        WriteOwner(owner);
        return true;
    }

    /// <summary>Removes a row.</summary>
    /// <returns>False when it was not there.</returns>
    public bool Remove(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row)
    {
        Check(owner, row);
        if (!ReadRow(owner, row, _row)) return false;
        ReadOwner(owner);

        if (_row.First.IsEmpty) _owner.First = _row.Last;
        else Relink(owner, _row.First, changesNext: true, _row.Last);
        if (_row.Last.IsEmpty) _owner.Last = _row.First;
        else Relink(owner, _row.Last, changesNext: false, _row.First);
        _owner.Count--;
        if (_owner.Count == 0) state.Remove(OwnerKey(owner));
        else WriteOwner(owner);
        state.Remove(RowKey(owner, row));
        return true;
    }

    /// <summary>
    /// Fills a page with the owner's rows, from the first, or from the one after <paramref name="after"/>, the last row of the page before.
    /// </summary>
    /// <returns>True when the page holds any row.</returns>
    /// <exception cref="InvalidOperationException"><paramref name="after"/> is no row of the owner any more.</exception>
    public bool ReadPage(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> after, RowPage page)
    {
        page.Clear();
        AddTo(owner, after, page);
        return page.Count > 0;
    }

    internal void AddTo(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> after, RowPage page)
    {
        if (after.IsEmpty)
        {
            ReadOwner(owner);
            _row.Last = _owner.First;
        }
        else if (!ReadRow(owner, after, _row))
        {
            throw new InvalidOperationException(
                "the row to continue after was removed: read from the start, or remove rows after the last page");
        }

        while (!_row.Last.IsEmpty && !page.IsFull)
        {
            page.Add(_row.Last);
            if (!ReadRow(owner, page[page.Count - 1], _row)) throw Broken();
        }
    }

    void Relink(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row, bool changesNext, ReadOnlySpan<byte> target)
    {
        if (!ReadRow(owner, row, _neighbour)) throw Broken();
        if (changesNext) _neighbour.Last = target;
        else _neighbour.First = target;
        WriteRow(owner, row, _neighbour);
    }

    void ReadOwner(ReadOnlySpan<byte> owner)
    {
        if (!state.TryGet(OwnerKey(owner), out var value))
        {
            _owner.Count = 0;
            _owner.Set(default, default);
            return;
        }
        _owner.Count = BinaryPrimitives.ReadUInt32BigEndian(value[1..]);
        _owner.Read(value[(1 + sizeof(uint))..]);
    }

    bool ReadRow(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row, Link link)
    {
        if (!state.TryGet(RowKey(owner, row), out var value)) return false;
        link.Read(value[1..]);
        return true;
    }

    void WriteOwner(ReadOnlySpan<byte> owner) => state.Put(
        OwnerKey(owner), _value.Start(Version).Number(_owner.Count).Sized(_owner.First).Sized(_owner.Last).Written);

    void WriteRow(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row, Link link) => state.Put(
        RowKey(owner, row), _value.Start(Version).Sized(link.First).Sized(link.Last).Written);

    ReadOnlySpan<byte> OwnerKey(ReadOnlySpan<byte> owner) => _key.Start(prefix).Byte(OwnerKind).Bytes(owner).Written;

    ReadOnlySpan<byte> RowKey(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row) =>
        _key.Start(prefix).Byte(RowKind).Sized(owner).Bytes(row).Written;

    static void Check(ReadOnlySpan<byte> owner, ReadOnlySpan<byte> row)
    {
        if (!row.IsEmpty && owner.Length + row.Length <= KeyBytes) return;
        throw new ArgumentException(
            $"an owner of {owner.Length} and a row key of {row.Length} bytes do not fit: a row key is not empty, "
            + $"both together have {KeyBytes} at most");
    }

    static InvalidOperationException Broken() =>
        new("the rows of an owner are not linked as they were written: something else writes under their prefix, use another");
}
