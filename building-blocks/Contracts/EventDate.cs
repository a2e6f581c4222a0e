using System.Globalization;
using System.Text.Json;

namespace Contracts;

/// <summary>Dates of events: epoch milliseconds (number), or ISO 8601 date and time with an offset (string).</summary>
/// <remarks>
/// A time without an offset is refused: it means another moment on every machine. Fractions may have any number of digits; what is finer
/// than 100 ns is cut off. Results are in UTC, within the years 1 to 9999.
/// </remarks>
public static class EventDate
{
    const string Expected = "expected epoch milliseconds or an ISO 8601 date and time with an offset, like 2025-01-15T10:30:00Z";

    static readonly long FirstMillisecond = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a date from a JSON value.</summary>
    /// <param name="value">A JSON number or string.</param>
    /// <param name="date">The moment, in UTC.</param>
    /// <param name="error">Why it is no date; empty on success.</param>
    public static bool TryRead(JsonElement value, out DateTimeOffset date, out string error)
    {
        date = default;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return TryParse(value.GetString(), out date, out error);
            case JsonValueKind.Number when value.TryGetDecimal(out var number):
                return TryRead(number, out date, out error);
            case JsonValueKind.Number:
                error = $"number is outside the years 1 to 9999; {Expected}";
                return false;
            default:
                error = $"is {value.ValueKind.ToString().ToLowerInvariant()}; {Expected}";
                return false;
        }
    }

    /// <summary>Reads epoch milliseconds.</summary>
    /// <param name="milliseconds">Milliseconds since 1970-01-01T00:00:00Z; a whole number.</param>
    /// <param name="date">The moment, in UTC.</param>
    /// <param name="error">Why it is no date; empty on success.</param>
    public static bool TryRead(decimal milliseconds, out DateTimeOffset date, out string error)
    {
        date = default;
        error = milliseconds < FirstMillisecond || milliseconds > LastMillisecond
            ? $"{milliseconds} is outside the years 1 to 9999; {Expected}"
            : decimal.Truncate(milliseconds) != milliseconds ? $"{milliseconds} is not a whole number of milliseconds" : "";
        if (error.Length > 0) return false;

        date = DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
        return true;
    }

    /// <summary>Reads an ISO 8601 date and time.</summary>
    /// <param name="text">For example <c>2025-01-15T10:30:00.5+01:00</c>.</param>
    /// <param name="date">The moment, in UTC.</param>
    /// <param name="error">Why it is no date; empty on success.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset date, out string error)
    {
        error = "";
        if (TryParse(text, out date)) return true;

        error = $"'{(text.Length <= MaxShownLength ? text : text[..MaxShownLength])}' is not a date; {Expected}";
        return false;
    }

    const int MaxShownLength = 64;
    const int SecondsLength = 19;

    static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset date)
    {
        date = default;
        if (text.Length <= SecondsLength || text[10] is not ('T' or 't')) return false;
        var culture = CultureInfo.InvariantCulture;
        if (!DateTime.TryParseExact(text[..10], "yyyy-MM-dd", culture, DateTimeStyles.None, out var day)) return false;
        if (!TimeOnly.TryParseExact(text[11..SecondsLength], "HH:mm:ss", culture, DateTimeStyles.None, out var time)) return false;

        var rest = text[SecondsLength..];
        if (!TakeFraction(ref rest, out var fraction) || !ReadOffset(rest, out var offset)) return false;

        var ticks = day.Ticks + time.Ticks + fraction - offset;
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks) return false;
        date = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    static bool TakeFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest[0] is not ('.' or ',')) return true;

        var digits = 1;
        for (var unit = TimeSpan.TicksPerSecond / 10; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++, unit /= 10)
        {
            ticks += (rest[digits] - '0') * unit;
        }
        rest = rest[digits..];
        return digits > 1;
    }

    // Z, ±hh, ±hhmm or ±hh:mm.
    static bool ReadOffset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text is "Z" or "z") return true;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':')) return false;

        var minuteDigits = text.Length == 3 ? "00" : text[^2..];
        if (!byte.TryParse(text.Slice(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 23
            || !byte.TryParse(minuteDigits, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59)
        {
            return false;
        }
        ticks = (hours * TimeSpan.TicksPerHour + minutes * TimeSpan.TicksPerMinute) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
