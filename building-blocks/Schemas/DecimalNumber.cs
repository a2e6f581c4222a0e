using System.Text.Json;

namespace Schemas;

/// <summary>An exact decimal of any size, read from the text of a JSON number: <c>0.1</c> is a tenth, and <c>1e400</c> is no infinity.</summary>
internal readonly record struct DecimalNumber
{
    readonly int sign;
    readonly string digits;     // Significant digits, no zeros at either end.
    readonly long exponent;     // Value = sign × digits × 10^exponent.

    const long MaxExponent = 1_000_000_000;

    DecimalNumber(int sign, string digits, long exponent) => (this.sign, this.digits, this.exponent) = (sign, digits, exponent);

    public static DecimalNumber Read(JsonElement number) => Parse(number.GetRawText());

    public static DecimalNumber Parse(ReadOnlySpan<char> text)
    {
        var mark = text.IndexOfAny('e', 'E');
        var exponent = mark < 0 ? 0 : Exponent(text[(mark + 1)..]);
        var mantissa = mark < 0 ? text : text[..mark];
        var negative = mantissa[0] == '-';
        if (negative) mantissa = mantissa[1..];

        var point = mantissa.IndexOf('.');
        var all = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        if (point >= 0) exponent -= mantissa.Length - point - 1;

        var significant = all.TrimEnd('0');
        exponent += all.Length - significant.Length;
        significant = significant.TrimStart('0');
        return significant.Length == 0 ? new DecimalNumber(0, "", 0) : new DecimalNumber(negative ? -1 : 1, significant, exponent);
    }

    public bool IsInteger => exponent >= 0;

    public int CompareTo(DecimalNumber other)
    {
        if (sign != other.sign) return sign.CompareTo(other.sign);
        if (sign == 0) return 0;

        var (magnitude, otherMagnitude) = (digits.Length + exponent, other.digits.Length + other.exponent);
        var order = magnitude != otherMagnitude ? magnitude.CompareTo(otherMagnitude) : string.CompareOrdinal(digits, other.digits);
        return sign * order;
    }

    /// <summary>Whether this is a whole multiple of a divisor of at most 18 significant digits.</summary>
    public bool IsMultipleOf(DecimalNumber divisor)
    {
        if (sign == 0) return true;

        // The digits end in no zero, so they are never a multiple of ten.
        var shift = exponent - divisor.exponent;
        if (shift < 0) return false;

        var modulus = ulong.Parse(divisor.digits);
        UInt128 rest = 0;
        foreach (var digit in digits) rest = (rest * 10 + (uint)(digit - '0')) % modulus;
        for (UInt128 ten = 10 % modulus; shift > 0; shift >>= 1, ten = ten * ten % modulus)
        {
            if ((shift & 1) == 1) rest = rest * ten % modulus;
        }
        return rest == 0;
    }

    /// <summary>Whether the number can be a divisor of <see cref="IsMultipleOf"/>.</summary>
    public bool CanDivide => sign > 0 && digits.Length <= 18;

    // Beyond the bound every number is as good as infinite or as zero: what it is compared with comes from a schema.
    static long Exponent(ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        long exponent = 0;
        foreach (var digit in text[0] is '-' or '+' ? text[1..] : text) exponent = Math.Min(exponent * 10 + digit - '0', MaxExponent);
        return negative ? -exponent : exponent;
    }
}
