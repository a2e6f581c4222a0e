using System.Globalization;

namespace Streams;

/// <summary>
/// Casts a text as conditions do and writes the value in its one form: equal values are equal bytes. Numbers are plain (<c>-12.5</c>: no
/// exponent, no zeros that say nothing), timestamps ISO 8601 in UTC with milliseconds.
/// </summary>
static class CanonicalText
{
    const int DecimalPlaces = 18;
    const int LongestNumber = 40;
    const int LongestInstant = 24;
    const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    static readonly long FirstInstant = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    static readonly long LastInstant = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Room that <see cref="TryWrite"/> needs for a text of so many bytes.</summary>
    public static int MaxLength(int length) => Math.Max(length, LongestNumber);

    /// <summary>False when the cast fails, or the moment is in no year that ISO 8601 writes with four digits.</summary>
    public static bool TryWrite(ScalarType type, ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        switch (type)
        {
            case ScalarType.Number:
                return DecimalNumber.TryCast(text, out var number) && TryWriteNumber(number, destination, out written);
            case ScalarType.Timestamp:
                return InstantText.TryCast(text, out var milliseconds) && TryWriteInstant(milliseconds, destination, out written);
            case ScalarType.Boolean when !BooleanText.TryCast(text, out _):
                return false;
            default:
                text.CopyTo(destination);
                written = text.Length;
                return true;
        }
    }

    /// <summary>The number that <paramref name="units"/> of 10⁻¹⁸ make.</summary>
    static bool TryWriteNumber(Int128 units, Span<byte> destination, out int written)
    {
        Span<byte> digits = stackalloc byte[LongestNumber];
        Int128.Abs(units).TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        written = 0;
        if (units < 0) destination[written++] = (byte)'-';
        var whole = count - DecimalPlaces;
        if (whole > 0) digits[..whole].CopyTo(destination[written..]);
        else destination[written] = (byte)'0';
        written += Math.Max(whole, 1);

        var fraction = digits[Math.Max(whole, 0)..count].TrimEnd((byte)'0');
        if (fraction.IsEmpty) return true;
        destination[written++] = (byte)'.';
        destination.Slice(written, Math.Max(-whole, 0)).Fill((byte)'0');
        written += Math.Max(-whole, 0);
        fraction.CopyTo(destination[written..]);
        written += fraction.Length;
        return true;
    }

    static bool TryWriteInstant(long milliseconds, Span<byte> destination, out int written)
    {
        written = 0;
        return milliseconds >= FirstInstant && milliseconds <= LastInstant
            && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(
                destination[..LongestInstant], out written, InstantFormat, CultureInfo.InvariantCulture);
    }
}
