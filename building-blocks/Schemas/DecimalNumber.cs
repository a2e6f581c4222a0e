using System.Text.Json;

namespace Schemas;

/// <summary>An exact decimal of any size, read from the text of a JSON number: <c>0.1</c> is a tenth, and <c>1e400</c> no
/// infinity.</summary>
internal readonly record struct DecimalNumber
{
    const long MaxExponent = 1_000_000_000;

    // Value = sign × digits × 10^exponent; the digits are significant ones, no zeros at either end.
    readonly int _sign;
    readonly string _digits;
    readonly long _exponent;

    DecimalNumber(int sign, string digits, long exponent) => (_sign, _digits, _exponent) = (sign, digits, exponent);

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

    public bool IsInteger => _exponent >= 0;

    public int CompareTo(DecimalNumber other)
    {
        if (_sign != other._sign) return _sign.CompareTo(other._sign);
        if (_sign == 0) return 0;

        var (magnitude, otherMagnitude) = (_digits.Length + _exponent, other._digits.Length + other._exponent);
        var order = magnitude != otherMagnitude ? magnitude.CompareTo(otherMagnitude) : string.CompareOrdinal(_digits, other._digits);
        return _sign * order;
    }

    /// <summary>Whether this is a whole multiple of a divisor of at most 18 significant digits.</summary>
    public bool IsMultipleOf(DecimalNumber divisor)
    {
        if (_sign == 0) return true;

        // The digits end in no zero, so they are never a multiple of ten.
        var shift = _exponent - divisor._exponent;
        if (shift < 0) return false;

        var modulus = ulong.Parse(divisor._digits);
        UInt128 rest = 0;
        foreach (var digit in _digits) rest = (rest * 10 + (uint)(digit - '0')) % modulus;
        for (UInt128 ten = 10 % modulus; shift > 0; shift >>= 1, ten = ten * ten % modulus)
        {
            if ((shift & 1) == 1) rest = rest * ten % modulus;
        }
        return rest == 0;
    }

    /// <summary>Whether the number can be a divisor of <see cref="IsMultipleOf"/>.</summary>
    public bool CanDivide => _sign > 0 && _digits.Length <= 18;

    // Beyond the bound every number is as good as infinite or as zero: what it is compared with comes from a schema.
    static long Exponent(ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        long exponent = 0;
        foreach (var digit in text[0] is '-' or '+' ? text[1..] : text) exponent = Math.Min(exponent * 10 + digit - '0', MaxExponent);
        return negative ? -exponent : exponent;
    }
}
