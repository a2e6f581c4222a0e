namespace Streams;

/// <summary>SQL's DECIMAL(38,18) as a count of 10⁻¹⁸ in an Int128: exact, no binary fractions, 38 digits fit.</summary>
static class DecimalNumber
{
    const int Precision = 38;
    const int Scale = 18;

    /// <summary>More would be out of range or zero, and are no number to the generated SQL.</summary>
    const int MostExponentDigits = 2;

    /// <summary>10^0 to 10^38.</summary>
    static readonly Int128[] PowersOfTen = MakePowersOfTen();

    /// <summary>
    /// Casts text such as <c>12</c>, <c>-0.5</c>, <c>.5</c>, <c>5.</c>, <c>1.5E3</c> as SQL does: rounded half up (away from zero) at the
    /// 18th decimal. False when it is not a number, has more than 20 digits before the point or more than two in the exponent.
    /// </summary>
    public static bool TryCast(ReadOnlySpan<byte> text, out Int128 value)
    {
        value = 0;
        var at = 0;
        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is (byte)'-' or (byte)'+') at++;

        var whole = Digits(text[at..]);
        at += whole.Length;
        var fraction = ReadOnlySpan<byte>.Empty;
        if (at < text.Length && text[at] == '.')
        {
            fraction = Digits(text[(at + 1)..]);
            at += 1 + fraction.Length;
        }
        if (whole.Length + fraction.Length == 0) return false;
        if (!TryExponent(text[at..], out var exponent)) return false;

        if (!TryScale(whole, fraction, exponent, out value)) return false;
        if (negative) value = -value;
        return true;
    }

    static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text : text[..end];
    }

    static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        text = text[1..];
        var negative = !text.IsEmpty && text[0] == '-';
        if (!text.IsEmpty && text[0] is (byte)'-' or (byte)'+') text = text[1..];
        if (text.Length is 0 or > MostExponentDigits || Digits(text).Length != text.Length) return false;

        foreach (var digit in text) exponent = exponent * 10 + (digit - '0');
        if (negative) exponent = -exponent;
        return true;
    }

    /// <summary>Moves the point by the exponent and to the scale: keeps so many leading digits, or appends so many zeros.</summary>
    static bool TryScale(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int exponent, out Int128 value)
    {
        value = 0;
        whole = whole.TrimStart((byte)'0');
        if (whole.IsEmpty)
        {
            var significant = fraction.TrimStart((byte)'0');
            exponent -= fraction.Length - significant.Length;
            fraction = significant;
        }
        var digits = whole.Length + fraction.Length;
        if (digits == 0) return true;

        var kept = (long)whole.Length + exponent + Scale;
        if (kept > Precision) return false;
        if (kept < 0) return true;
        var taken = (int)Math.Min(kept, digits);
        for (var index = 0; index < taken; index++) value = value * 10 + Digit(whole, fraction, index);
        value *= PowersOfTen[(int)kept - taken];
        if (taken < digits && Digit(whole, fraction, taken) >= 5) value++;
        return value < PowersOfTen[Precision];
    }

    static int Digit(ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int index) =>
        (index < whole.Length ? whole[index] : fraction[index - whole.Length]) - '0';

    static Int128[] MakePowersOfTen()
    {
        var powers = new Int128[Precision + 1];
        powers[0] = 1;
        for (var index = 1; index < powers.Length; index++) powers[index] = powers[index - 1] * 10;
        return powers;
    }
}
