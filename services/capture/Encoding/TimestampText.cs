namespace Capture;

/// <summary>Writes a <c>timestamptz</c> as Debezium's ZonedTimestamp: ISO 8601 in UTC with exactly as many fraction digits as the column
/// has. Works on PostgreSQL's own number (microseconds since 2000-01-01), because no .NET type reaches its range: infinity, years from 4713
/// BC (year 0 is 1 BC, earlier ones are negative) to 294276 (years above 9999 have a plus sign).</summary>
static class TimestampText
{
    /// <summary>Fraction digits of a column that names no precision.</summary>
    public const int DefaultPrecision = 6;

    /// <summary>Longest text: sign, 6-digit year, month to second, point, 6 digits, Z.</summary>
    public const int MaxBytes = 1 + 6 + 15 + 1 + DefaultPrecision + 1;

    const long MicrosecondsPerSecond = 1_000_000;
    const long SecondsPerDay = 86_400;
    const long MicrosecondsPerDay = SecondsPerDay * MicrosecondsPerSecond;

    // Days from 0000-03-01 (where a leap day ends a 400-year era) to 2000-01-01.
    const long DaysTo2000 = 730_425;
    const long DaysPerEra = 146_097;
    const int YearsPerEra = 400;

    public static int Write(long microseconds, int precision, Span<byte> destination)
    {
        if (microseconds == long.MaxValue) return Copy("infinity"u8, destination);
        if (microseconds == long.MinValue) return Copy("-infinity"u8, destination);
        var days = FloorDivide(microseconds, MicrosecondsPerDay);
        var timeOfDay = microseconds - days * MicrosecondsPerDay;
        var (year, month, day) = Date(days + DaysTo2000);
        var second = (int)(timeOfDay / MicrosecondsPerSecond);
        var length = WriteYear(year, destination);
        length += WritePart((byte)'-', month, destination[length..]);
        length += WritePart((byte)'-', day, destination[length..]);
        length += WritePart((byte)'T', second / 3600, destination[length..]);
        length += WritePart((byte)':', second / 60 % 60, destination[length..]);
        length += WritePart((byte)':', second % 60, destination[length..]);
        length += WriteFraction((int)(timeOfDay % MicrosecondsPerSecond), precision, destination[length..]);
        destination[length] = (byte)'Z';
        return length + 1;
    }

    // Howard Hinnant's civil-from-days: the proleptic Gregorian calendar, years beginning in March.
    static (int Year, int Month, int Day) Date(long days)
    {
        var era = FloorDivide(days, DaysPerEra);
        var dayOfEra = (int)(days - era * DaysPerEra);
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var monthFromMarch = (5 * dayOfYear + 2) / 153;
        var day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = (int)(yearOfEra + era * YearsPerEra) + (month <= 2 ? 1 : 0);
        return (year, month, day);
    }

    static int WriteYear(int year, Span<byte> destination)
    {
        var length = 0;
        if (year > 9999) destination[length++] = (byte)'+';
        if (year < 0) destination[length++] = (byte)'-';
        var magnitude = Math.Abs(year);
        var digits = magnitude > 99_999 ? 6 : magnitude > 9999 ? 5 : 4;
        WriteDigits(magnitude, digits, destination[length..]);
        return length + digits;
    }

    static int WritePart(byte separator, int value, Span<byte> destination)
    {
        destination[0] = separator;
        WriteDigits(value, 2, destination[1..]);
        return 3;
    }

    static int WriteFraction(int microseconds, int precision, Span<byte> destination)
    {
        if (precision == 0) return 0;
        for (var digit = DefaultPrecision; digit > precision; digit--) microseconds /= 10;
        destination[0] = (byte)'.';
        WriteDigits(microseconds, precision, destination[1..]);
        return 1 + precision;
    }

    static void WriteDigits(int value, int count, Span<byte> destination)
    {
        for (var index = count - 1; index >= 0; index--)
        {
            destination[index] = (byte)('0' + value % 10);
            value /= 10;
        }
    }

    static int Copy(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }

    static long FloorDivide(long dividend, long divisor) => dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}
