using System.Globalization;

namespace Streams;

/// <summary>
/// The text of a JSON number as the generated SQL sees it: whole numbers as they are written, others as Java's BigDecimal writes them
/// (its class documentation, toString), so <c>1e2</c> is <c>1E+2</c>, <c>12.50</c> stays and <c>-0.0</c> is <c>0.0</c>.
/// </summary>
static class NumberText
{
    /// <summary>Longest number of a field that is read, in characters: Jackson's own limit (StreamReadConstraints).</summary>
    public const int LongestNumber = 1_000;

    /// <summary>Most digits of an exponent, leading zeros aside: BigDecimal counts it in 32 bits.</summary>
    const int MostExponentDigits = 9;

    const int LongestExponent = 12;

    /// <summary>The smallest power of ten that is written without an exponent.</summary>
    const int SmallestPlain = -6;

    /// <summary>Whether a literal (true, false or a number) is already its text.</summary>
    public static bool IsAsWritten(ReadOnlySpan<byte> literal)
    {
        if (literal[0] > '9') return true;
        if (literal.Length > LongestNumber || literal.ContainsAny((byte)'e', (byte)'E')) return false;
        var unsigned = literal[0] == '-' ? literal[1..] : literal;
        return unsigned[0] != '0' || unsigned.Length == 1 && literal.Length == 1;
    }

    /// <summary>Longest text of a number of so many characters.</summary>
    public static int MaxLength(int length) => length + LongestExponent;

    /// <summary>Writes the text. False: the number is longer, or its exponent larger, than what is read.</summary>
    public static bool TryWrite(ReadOnlySpan<byte> number, Span<byte> destination, out int written)
    {
        written = 0;
        if (number.Length > LongestNumber) return false;
        var negative = number[0] == '-';
        if (negative) number = number[1..];
        if (!TrySplitExponent(ref number, out var exponent)) return false;

        var point = number.IndexOf((byte)'.');
        var isWhole = point < 0 && exponent is null;
        var scale = (point < 0 ? 0 : number.Length - point - 1) - (exponent ?? 0);
        Span<byte> digits = stackalloc byte[LongestNumber];
        var count = CopyDigits(number, digits);
        digits = digits[..count];
        if (negative && (digits[0] != '0' || !isWhole && digits.ContainsAnyExcept((byte)'0'))) destination[written++] = (byte)'-';
        written += Write(digits, scale, destination[written..]);
        return true;
    }

    static bool TrySplitExponent(ref ReadOnlySpan<byte> number, out int? exponent)
    {
        exponent = null;
        var at = number.IndexOfAny((byte)'e', (byte)'E');
        if (at < 0) return true;
        var text = number[(at + 1)..];
        var negative = text[0] == '-';
        var digits = text.TrimStart("+-"u8).TrimStart((byte)'0');
        number = number[..at];
        if (digits.Length > MostExponentDigits) return false;
        var value = digits.IsEmpty ? 0 : int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        exponent = negative ? -value : value;
        return true;
    }

    /// <summary>The digits without point and leading zeros, at least one.</summary>
    static int CopyDigits(ReadOnlySpan<byte> number, Span<byte> digits)
    {
        var count = 0;
        foreach (var letter in number)
        {
            if (letter == '.' || letter == '0' && count == 0) continue;
            digits[count++] = letter;
        }
        if (count == 0) digits[count++] = (byte)'0';
        return count;
    }

    /// <summary>Digits times ten to the power of minus the scale.</summary>
    static int Write(ReadOnlySpan<byte> digits, int scale, Span<byte> destination)
    {
        var power = digits.Length - 1 - scale;
        if (scale >= 0 && power >= SmallestPlain) return WritePlain(digits, scale, destination);

        var written = 0;
        destination[written++] = digits[0];
        if (digits.Length > 1)
        {
            destination[written++] = (byte)'.';
            digits[1..].CopyTo(destination[written..]);
            written += digits.Length - 1;
        }
        destination[written++] = (byte)'E';
        if (power > 0) destination[written++] = (byte)'+';
        power.TryFormat(destination[written..], out var length, default, CultureInfo.InvariantCulture);
        return written + length;
    }

    static int WritePlain(ReadOnlySpan<byte> digits, int scale, Span<byte> destination)
    {
        var whole = digits.Length - scale;
        if (scale == 0)
        {
            digits.CopyTo(destination);
            return digits.Length;
        }
        if (whole > 0)
        {
            digits[..whole].CopyTo(destination);
            destination[whole] = (byte)'.';
            digits[whole..].CopyTo(destination[(whole + 1)..]);
            return digits.Length + 1;
        }
        var zeros = 2 - whole;
        destination[..zeros].Fill((byte)'0');
        destination[1] = (byte)'.';
        digits.CopyTo(destination[zeros..]);
        return zeros + digits.Length;
    }
}
