namespace Views;

/// <summary>One value of one column. Text and numbers are carried as text, whole numbers and moments (ticks, UTC) as an integer.</summary>
/// <param name="Text">Text, or the digits of a number; null when absent.</param>
/// <param name="Integer">A whole number, or the ticks of a moment in UTC; null when absent.</param>
public readonly record struct ColumnValue(string? Text, long? Integer)
{
    /// <summary>An attribute that is absent or null.</summary>
    public static ColumnValue Null => default;

    /// <summary>A text.</summary>
    public static ColumnValue OfText(string? text) => new(text, null);

    /// <summary>A whole number.</summary>
    public static ColumnValue OfWhole(long number) => new(null, number);

    /// <summary>A decimal number in JSON's notation.</summary>
    public static ColumnValue OfNumber(string digits) => new(digits, null);

    /// <summary>A moment.</summary>
    public static ColumnValue OfTime(DateTimeOffset moment) => new(null, moment.UtcTicks);
}
