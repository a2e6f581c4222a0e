namespace Capture;

/// <summary>A record, or the end of a database transaction, in a <see cref="ChangeBatch"/>.</summary>
/// <param name="Start">Where the key begins in the batch's bytes; the value follows it.</param>
/// <param name="KeyLength">Bytes of the key.</param>
/// <param name="ValueLength">Bytes of the value.</param>
/// <param name="EndLsn">0: a record; else the end of the database transaction that the records before belong to.</param>
readonly record struct Change(int Start, int KeyLength, int ValueLength, ulong EndLsn)
{
    public bool IsCommit => EndLsn != 0;
}

/// <summary>Records on their way from the reader to Kafka, in one piece of memory that is used again.</summary>
sealed class ChangeBatch(int maxBytes, int maxRecords)
{
    const int MaxInitialCapacity = 256 * 1024;

    readonly ByteBuffer _bytes = new(Math.Min(maxBytes, MaxInitialCapacity));
    readonly List<Change> _changes = [];

    public int Count => _changes.Count;

    public Change this[int index] => _changes[index];

    public int Bytes => _bytes.Length;

    public int Records { get; private set; }

    /// <summary>Where the log stands once everything in this batch is in Kafka.</summary>
    public CapturePosition After { get; private set; }

    /// <summary>Whether it takes no more records. A single record may be larger than the limit.</summary>
    public bool IsFull => _bytes.Length >= maxBytes || Records >= maxRecords;

    /// <summary>Whether it holds the end of a transaction.</summary>
    public bool HasCommit { get; private set; }

    /// <summary>Whether the position has to be written to Kafka even if there are no records.</summary>
    public bool MustRecord { get; private set; }

    /// <summary>What a read of the table that ends in this batch has seen; null: none ends here.</summary>
    public TableSnapshot? Snapshot { get; private set; }

    public ReadOnlySpan<byte> Key(in Change change) => _bytes.Slice(change.Start, change.KeyLength);

    public ReadOnlySpan<byte> Value(in Change change) => _bytes.Slice(change.Start + change.KeyLength, change.ValueLength);

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, CapturePosition after)
    {
        _changes.Add(new Change(_bytes.Length, key.Length, value.Length, 0));
        _bytes.Append(key);
        _bytes.Append(value);
        Records++;
        After = after;
    }

    public void Commit(ulong endLsn, TableSnapshot? snapshot, bool mustRecord)
    {
        Snapshot = snapshot ?? Snapshot;
        MustRecord |= mustRecord;
        var commit = new Change(0, 0, 0, endLsn);
        // Transactions without records (PostgreSQL 14 announces every one) must not fill memory while the sender is held up.
        if (_changes.Count > 0 && _changes[^1].IsCommit) _changes[^1] = commit;
        else _changes.Add(commit);
        HasCommit = true;
        After = new CapturePosition(endLsn);
    }

    public void Clear()
    {
        _bytes.Clear();
        _changes.Clear();
        (Records, HasCommit, MustRecord, Snapshot, After) = (0, false, false, null, default);
    }
}
