using System.Buffers.Binary;
using System.Numerics;

namespace State;

/// <summary>
/// An ordered set of times over a state without order: a tree of eight levels, one byte of the time each, most significant first. A node is
/// an entry with one bit for each byte that follows; it exists while a bit is set.
/// </summary>
internal sealed class DueTimes(IKeyedState state, byte prefix)
{
    const byte NodeKind = 2;
    const byte Version = 1;
    const int Levels = sizeof(long);
    const int BitsPerByte = 8;
    const int Bits = 256;

    readonly KeyWriter _key = new();
    readonly byte[] _node = new byte[1 + Bits / BitsPerByte];
    readonly byte[] _path = new byte[Levels];

    /// <summary>Adds a time: from the leaf up, until a node was there already.</summary>
    public void Add(long time)
    {
        BinaryPrimitives.WriteInt64BigEndian(_path, time);
        for (var level = Levels - 1; level >= 0; level--)
        {
            var existed = ReadNode(level);
            Flags(_path[level]) |= Flag(_path[level]);
            state.Put(Key(level), _node);
            if (existed) return;
        }
    }

    /// <summary>Removes a time: from the leaf up, until a node keeps another bit.</summary>
    public void Remove(long time)
    {
        BinaryPrimitives.WriteInt64BigEndian(_path, time);
        for (var level = Levels - 1; level >= 0; level--)
        {
            if (!ReadNode(level)) return;
            Flags(_path[level]) &= (byte)~Flag(_path[level]);
            if (_node.AsSpan(1).ContainsAnyExcept((byte)0))
            {
                state.Put(Key(level), _node);
                return;
            }
            state.Remove(Key(level));
        }
    }

    /// <summary>The earliest time that is not before another.</summary>
    public bool TryFirst(long notBefore, out long time)
    {
        BinaryPrimitives.WriteInt64BigEndian(_path, notBefore);
        time = 0;
        // Down the path of the given time while its nodes exist; then back up to the first node with a later bit.
        var level = 0;
        while (level < Levels && ReadNode(level) && HasBit(_path[level])) level++;
        if (level < Levels)
        {
            while (level >= 0 && !(ReadNode(level) && TryBit(_path[level] + (HasBit(_path[level]) ? 1 : 0), out _path[level]))) level--;
            if (level < 0) return false;
            while (++level < Levels)
            {
                ReadNode(level);
                TryBit(0, out _path[level]);
            }
        }
        time = BinaryPrimitives.ReadInt64BigEndian(_path);
        return true;
    }

    bool ReadNode(int level)
    {
        if (state.TryGet(Key(level), out var value))
        {
            value.CopyTo(_node);
            return true;
        }
        _node.AsSpan().Clear();
        _node[0] = Version;
        return false;
    }

    bool HasBit(byte bit) => (Flags(bit) & Flag(bit)) != 0;

    bool TryBit(int notBefore, out byte bit)
    {
        for (var each = notBefore; each < Bits; each = (each / BitsPerByte + 1) * BitsPerByte)
        {
            var rest = Flags(each) >> (each % BitsPerByte);
            if (rest == 0) continue;
            bit = (byte)(each + BitOperations.TrailingZeroCount(rest));
            return true;
        }
        bit = 0;
        return false;
    }

    ref byte Flags(int bit) => ref _node[1 + bit / BitsPerByte];

    static byte Flag(int bit) => (byte)(1 << (bit % BitsPerByte));

    ReadOnlySpan<byte> Key(int level) => _key.Start(prefix).Byte(NodeKind).Bytes(_path.AsSpan(0, level)).Written;
}
