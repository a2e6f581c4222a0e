namespace Views;

/// <summary>What a view column holds.</summary>
public enum ColumnType
{
    /// <summary>Text (<c>text</c>).</summary>
    Text,

    /// <summary>A whole number (<c>bigint</c>).</summary>
    Whole,

    /// <summary>A decimal number of any precision (<c>numeric</c>): money never passes through binary floating point.</summary>
    Number,

    /// <summary>A moment (<c>timestamptz</c>, microseconds).</summary>
    Time,
}
