namespace Outbox;

/// <summary>How retention works through the outbox table.</summary>
static class RetentionLimits
{
    /// <summary>Rows of one look at the table.</summary>
    public const int MaxRowsPerLook = 10_000;

    /// <summary>Rows that one statement deletes: short transactions, short locks.</summary>
    public const int MaxRowsPerDelete = 1_000;

    /// <summary>Pause between looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
}
