using FASTER.core;

namespace State;

/// <summary>Where a read found a record, and how long its value is.</summary>
internal struct FoundRecord
{
    public int Length;
    public long Address;
}

/// <summary>
/// What FASTER calls to read and write values. A value that is read goes to one buffer of the store, which grows to the largest value seen.
/// </summary>
internal sealed class RecordFunctions : SpanByteFunctions<SpanByte, FoundRecord, Empty>
{
    byte[] _buffer = new byte[256];

    /// <summary>False to ask for a record's length and address only.</summary>
    public bool CopiesValue { get; set; }

    /// <summary>How a read that had to wait for the disk ended.</summary>
    public Status CompletedStatus { get; private set; }

    /// <summary>What such a read found.</summary>
    public FoundRecord Completed { get; private set; }

    public ReadOnlySpan<byte> Value(int length) => _buffer.AsSpan(0, length);

    public override bool SingleReader(
        ref SpanByte key, ref SpanByte input, ref SpanByte value, ref FoundRecord dst, ref ReadInfo readInfo) =>
        Take(ref value, ref dst, readInfo.Address);

    public override bool ConcurrentReader(
        ref SpanByte key, ref SpanByte input, ref SpanByte value, ref FoundRecord dst, ref ReadInfo readInfo) =>
        Take(ref value, ref dst, readInfo.Address);

    /// <summary>
    /// A value is written in place only where its record keeps its size, so that a record's size in the log follows from its lengths.
    /// </summary>
    public override bool ConcurrentWriter(
        ref SpanByte key, ref SpanByte input, ref SpanByte src, ref SpanByte dst, ref FoundRecord output, ref UpsertInfo upsertInfo)
    {
        if (src.Length != dst.Length) return false;
        src.AsReadOnlySpan().CopyTo(dst.AsSpan());
        return true;
    }

    public override void ReadCompletionCallback(
        ref SpanByte key, ref SpanByte input, ref FoundRecord output, Empty ctx, Status status, RecordMetadata recordMetadata)
    {
        CompletedStatus = status;
        Completed = output;
    }

    bool Take(ref SpanByte value, ref FoundRecord found, long address)
    {
        found.Address = address;
        found.Length = value.Length;
        if (!CopiesValue) return true;
        if (_buffer.Length < value.Length) _buffer = new byte[value.Length * 2];
        value.AsReadOnlySpan().CopyTo(_buffer);
        return true;
    }
}
