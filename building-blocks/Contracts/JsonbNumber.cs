namespace Contracts;

/// <summary>The range of PostgreSQL's <c>numeric</c>, applied to the text of a JSON number.</summary>
internal static class JsonbNumber
{
    /// <summary>Most digits before the decimal point.</summary>
    public const int MaxIntegerDigits = 131072;

    /// <summary>Most digits after the decimal point, written or implied by the exponent.</summary>
    public const int MaxFractionDigits = 16383;

    // Where numeric's parser gives up on an exponent, whatever the digits are.
    const long MaxExponent = int.MaxValue / 2;

    /// <summary>Measures a number as PostgreSQL writes it: without an exponent, so that <c>1e1000</c> takes 1001 bytes.</summary>
    /// <param name="number">The text of a JSON number.</param>
    /// <param name="written">Bytes of the number written out, without its sign.</param>
    /// <returns>False when numeric cannot hold the number.</returns>
    public static bool TryMeasure(ReadOnlySpan<byte> number, out int written)
    {
        written = 0;
        var mark = number.IndexOfAny((byte)'e', (byte)'E');
        var digits = mark < 0 ? number : number[..mark];
        if (!TryReadExponent(mark < 0 ? default : number[(mark + 1)..], out var exponent)) return false;

        if (digits[0] == '-') digits = digits[1..];
        var point = digits.IndexOf((byte)'.');
        var integerDigits = point < 0 ? digits.Length : point;
        var fractionDigits = (point < 0 ? 0 : digits.Length - point - 1) - exponent;
        if (fractionDigits > MaxFractionDigits) return false;

        var first = digits.IndexOfAnyInRange((byte)'1', (byte)'9');
        var leadingZeros = point >= 0 && first > point ? first - 1 : first;
        var magnitude = first < 0 ? 1 : integerDigits - leadingZeros + exponent;
        if (magnitude > MaxIntegerDigits) return false;

        written = (int)(Math.Max(magnitude, 1) + (fractionDigits > 0 ? fractionDigits + 1 : 0));
        return true;
    }

    static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        if (text.Length == 0) return true;

        var negative = text[0] == '-';
        foreach (var digit in text[0] is (byte)'-' or (byte)'+' ? text[1..] : text)
        {
            exponent = exponent * 10 + digit - '0';
            if (exponent >= MaxExponent) return false;
        }
        if (negative) exponent = -exponent;
        return true;
    }
}
