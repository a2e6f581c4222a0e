using System.Globalization;
using System.Text;

namespace Streams;

/// <summary>Casts a text as conditions do and writes the value in one form: what two texts that are equal to a filter look like.</summary>
static class CastText
{
    const int DecimalPlaces = 18;
    static readonly long FirstInstant = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    static readonly long LastInstant = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Null when the cast fails.</summary>
    public static string? Of(ScalarType type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return type switch
        {
            ScalarType.Number => DecimalNumber.TryCast(bytes, out var number) ? Number(number) : null,
            ScalarType.Timestamp => InstantText.TryCast(bytes, out var milliseconds) ? Instant(milliseconds) : null,
            ScalarType.Boolean => BooleanText.TryCast(bytes, out var value) ? (value ? "true" : "false") : null,
            _ => text,
        };
    }

    static string Number(Int128 units)
    {
        var digits = Int128.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(DecimalPlaces + 1, '0');
        var fraction = digits[^DecimalPlaces..].TrimEnd('0');
        return (units < 0 ? "-" : "") + digits[..^DecimalPlaces] + (fraction.Length > 0 ? $".{fraction}" : "");
    }

    /// <summary>Years that .NET's calendar lacks are shown as what is compared: milliseconds since 1970.</summary>
    static string Instant(long milliseconds) => milliseconds < FirstInstant || milliseconds > LastInstant
        ? $"{milliseconds.ToString(CultureInfo.InvariantCulture)} ms"
        : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
