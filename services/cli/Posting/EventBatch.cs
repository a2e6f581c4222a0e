using System.Buffers;
using Contracts;

namespace Cli;

/// <summary>The body of one request: one event, or a JSON array of several.</summary>
sealed class EventBatch
{
    readonly ArrayBufferWriter<byte> _json = new(4096);

    public int Count { get; private set; }

    /// <summary>Whether an event of this size still fits a bulk request.</summary>
    public bool HasRoomFor(int bytes) => Count < Limits.MaxBulkEvents && _json.WrittenCount + bytes + 2 <= Limits.MaxBulkBytes;

    public void Add(ReadOnlySpan<byte> json)
    {
        _json.Write(Count == 0 ? "["u8 : ","u8);
        _json.Write(json);
        Count++;
    }

    /// <summary>The event itself when it is the only one, else all of them as an array.</summary>
    public ReadOnlyMemory<byte> Body()
    {
        if (Count == 1) return _json.WrittenMemory[1..];
        _json.Write("]"u8);
        return _json.WrittenMemory;
    }
}
