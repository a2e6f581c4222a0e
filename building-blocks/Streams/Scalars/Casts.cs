namespace Streams;

/// <summary>A cast of a field's text to a comparable type; chosen at compile time so that no call is virtual per record.</summary>
interface ICast<T> where T : struct, IComparable<T>
{
    static abstract bool TryCast(ReadOnlySpan<byte> text, out T value);
}

readonly struct NumberCast : ICast<Int128>
{
    public static bool TryCast(ReadOnlySpan<byte> text, out Int128 value) => DecimalNumber.TryCast(text, out value);
}

readonly struct TimestampCast : ICast<long>
{
    public static bool TryCast(ReadOnlySpan<byte> text, out long value) => InstantText.TryCast(text, out value);
}

readonly struct BooleanCast : ICast<bool>
{
    public static bool TryCast(ReadOnlySpan<byte> text, out bool value) => BooleanText.TryCast(text, out value);
}
