using System.Buffers.Binary;

namespace Streams;

/// <summary>
/// The texts of one side's columns, in the join's order, as bytes: each after its length plus one in 4 bytes, big-endian; a length of zero
/// is null. Equal bytes are equal columns.
/// </summary>
public readonly ref struct ColumnValues(ReadOnlySpan<byte> bytes)
{
    readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>
    /// Bytes of all columns of a side at most: a row is kept with both sides in one value of the state, which has 256 KiB
    /// (<see cref="State.StoreLimits.DefaultValueBytes"/>).
    /// </summary>
    public const int MostBytes = 96 * 1024;

    /// <summary>Goes through the columns.</summary>
    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>Room that a column needs whose field's text has so many bytes, whatever it is cast to.</summary>
    public static int MaxLength(int length) => sizeof(int) + CanonicalText.MaxLength(length);

    /// <summary>Writes one column.</summary>
    /// <returns>The bytes written.</returns>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> text, bool isNull)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, isNull ? 0 : text.Length + 1);
        if (isNull) return sizeof(int);
        text.CopyTo(destination[sizeof(int)..]);
        return sizeof(int) + text.Length;
    }

    /// <summary>Writes one column as its type's one form; null when the text cannot be cast. Room: <see cref="MaxLength"/>.</summary>
    internal static int WriteCanonical(Span<byte> destination, ScalarType type, ReadOnlySpan<byte> text, bool isNull)
    {
        var length = 0;
        if (isNull || !CanonicalText.TryWrite(type, text, destination[sizeof(int)..], out length))
            return Write(destination, default, isNull: true);
        BinaryPrimitives.WriteInt32BigEndian(destination, length + 1);
        return sizeof(int) + length;
    }

    /// <summary>One column's text.</summary>
    public readonly ref struct Value
    {
        /// <summary>True when it has none.</summary>
        public bool IsNull { get; init; }

        /// <summary>UTF-8; empty when it has none.</summary>
        public ReadOnlySpan<byte> Text { get; init; }
    }

    /// <summary>Goes through columns.</summary>
    public ref struct Enumerator
    {
        ReadOnlySpan<byte> _rest;

        internal Enumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

        /// <summary>The column at hand.</summary>
        public Value Current { get; private set; }

        /// <summary>Goes to the next column.</summary>
        /// <exception cref="ArgumentException">The bytes are no columns.</exception>
        public bool MoveNext()
        {
            if (_rest.IsEmpty) return false;
            var length = _rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32BigEndian(_rest);
            if (length < 0 || length - 1 > _rest.Length - sizeof(int))
                throw new ArgumentException("the columns of a join's side are cut short: the record was not written by this service");
            var text = _rest.Slice(sizeof(int), Math.Max(0, length - 1));
            Current = new Value { IsNull = length == 0, Text = text };
            _rest = _rest[(sizeof(int) + text.Length)..];
            return true;
        }
    }
}
