namespace Capture;

/// <summary>How a column of the outbox table becomes JSON.</summary>
enum ColumnKind
{
    /// <summary><c>varchar</c>: UTF-8 text.</summary>
    Text,

    /// <summary><c>timestamptz</c>: eight bytes, microseconds since 2000-01-01.</summary>
    Timestamp,

    /// <summary><c>jsonb</c>: a version byte, then the server's own text.</summary>
    Json,
}

/// <summary>One column of the outbox table.</summary>
sealed record OutboxColumn(string Name, string TypeName, uint TypeId, ColumnKind Kind)
{
    const uint Varchar = 1043;
    const uint TimestampWithTimeZone = 1184;
    const uint Jsonb = 3802;

    /// <summary>Schema of the table.</summary>
    public const string Schema = "public";

    /// <summary>Name of the table.</summary>
    public const string Table = "business_events";

    /// <summary>The table with its schema.</summary>
    public const string QualifiedTable = $"{Schema}.{Table}";

    /// <summary>The table, column by column. Records have the columns in this order.</summary>
    public static IReadOnlyList<OutboxColumn> All { get; } =
    [
        new("id", "varchar", Varchar, ColumnKind.Text),
        new("event_name", "varchar", Varchar, ColumnKind.Text),
        new("event_type", "varchar", Varchar, ColumnKind.Text),
        new("created_date", "timestamptz", TimestampWithTimeZone, ColumnKind.Timestamp),
        new("saved_date", "timestamptz", TimestampWithTimeZone, ColumnKind.Timestamp),
        new("event_data", "jsonb", Jsonb, ColumnKind.Json),
    ];
}
