namespace Streams;

/// <summary>
/// Reads a moment as captures and events write it: <c>2026-01-02T03:04:05.123456Z</c> (years of four digits: SQL's
/// dates end there), or epoch milliseconds as whole digits. An offset is required: without one nobody knows which moment is meant.
/// </summary>
static class InstantText
{
    const int YearDigits = 4;
    const int MostEpochDigits = 17;
    const long MillisecondsPerMinute = 60_000;
    const long MillisecondsPerDay = 24 * 60 * MillisecondsPerMinute;

    /// <summary>Casts to milliseconds since 1970, floored. False for <c>infinity</c> and whatever else is no moment.</summary>
    public static bool TryCast(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (TryEpoch(text, ref milliseconds)) return true;
        if (!TryDate(ref text, out var days) || !Skip(ref text, 'T')) return false;
        if (!TryTime(ref text, out var ofDay) || !TryOffset(ref text, out var offset) || !text.IsEmpty) return false;
        milliseconds = days * MillisecondsPerDay + ofDay - offset;
        return true;
    }

    static bool TryEpoch(ReadOnlySpan<byte> text, ref long milliseconds)
    {
        var negative = !text.IsEmpty && text[0] == '-';
        if (negative) text = text[1..];
        if (text.IsEmpty || text.Length > MostEpochDigits || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
        foreach (var digit in text) milliseconds = milliseconds * 10 + (digit - '0');
        if (negative) milliseconds = -milliseconds;
        return true;
    }

    static bool TryDate(ref ReadOnlySpan<byte> text, out long days)
    {
        days = 0;
        if (!TryNumber(ref text, YearDigits, out var year) || !Skip(ref text, '-')) return false;
        if (!TryNumber(ref text, 2, out var month) || month is < 1 or > 12 || !Skip(ref text, '-')) return false;
        if (!TryNumber(ref text, 2, out var day) || day < 1 || day > DaysIn(year, month)) return false;
        days = DaysSince1970(year, month, day);
        return true;
    }

    static bool TryTime(ref ReadOnlySpan<byte> text, out long ofDay)
    {
        ofDay = 0;
        if (!TryNumber(ref text, 2, out var hour) || hour > 23 || !Skip(ref text, ':')) return false;
        if (!TryNumber(ref text, 2, out var minute) || minute > 59 || !Skip(ref text, ':')) return false;
        if (!TryNumber(ref text, 2, out var second) || second > 59) return false;
        ofDay = (hour * 60 + minute) * MillisecondsPerMinute + second * 1000;
        if (!Skip(ref text, '.')) return true;

        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits <= 0) return false;
        for (var (index, unit) = (0, 100); index < Math.Min(digits, 3); index++, unit /= 10) ofDay += (text[index] - '0') * unit;
        text = text[digits..];
        return true;
    }

    static bool TryOffset(ref ReadOnlySpan<byte> text, out long offset)
    {
        offset = 0;
        if (Skip(ref text, 'Z')) return true;
        var negative = !text.IsEmpty && text[0] == '-';
        if (!Skip(ref text, negative ? '-' : '+')) return false;
        if (!TryNumber(ref text, 2, out var hours) || hours > 18 || !Skip(ref text, ':')) return false;
        if (!TryNumber(ref text, 2, out var minutes) || minutes > 59) return false;
        offset = (hours * 60 + minutes) * MillisecondsPerMinute;
        if (negative) offset = -offset;
        return true;
    }

    static bool Skip(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected) return false;
        text = text[1..];
        return true;
    }

    static bool TryNumber(ref ReadOnlySpan<byte> text, int digits, out int number)
    {
        number = 0;
        if (text.Length < digits) return false;
        foreach (var digit in text[..digits])
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            number = number * 10 + (digit - '0');
        }
        text = text[digits..];
        return true;
    }

    static int DaysIn(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Proleptic Gregorian, as PostgreSQL and Java count; the year starts in March so that the leap day comes last.</summary>
    static long DaysSince1970(int year, int month, int day)
    {
        const int daysPer400Years = 146_097;
        const int daysFromYearZeroTo1970 = 719_468;
        if (month <= 2) year--;
        var era = year >= 0 ? year / 400 : -1;
        var yearOfEra = year - era * 400;
        var dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return (long)era * daysPer400Years + dayOfEra - daysFromYearZeroTo1970;
    }
}
