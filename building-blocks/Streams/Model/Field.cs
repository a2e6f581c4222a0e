namespace Streams;

/// <summary>The columns of a record that conditions can name.</summary>
public enum Field
{
    /// <summary>id: the event's uuid.</summary>
    Id,

    /// <summary>event_name</summary>
    EventName,

    /// <summary>event_type</summary>
    EventType,

    /// <summary>created_date: event time.</summary>
    CreatedDate,

    /// <summary>saved_date: when the producer accepted the event.</summary>
    SavedDate,

    /// <summary>__op: c insert, u update, d delete, r snapshot.</summary>
    Operation,

    /// <summary>__table: the captured table.</summary>
    Table,

    /// <summary>__deleted: "true" on rewritten deletes.</summary>
    Deleted,

    /// <summary>__ts_ms: when the capture wrote the record, epoch milliseconds.</summary>
    CaptureTime,
}

/// <summary>The columns' names in records and in pipeline files, and what their text usually is.</summary>
static class FieldNames
{
    public const int Count = (int)Field.CaptureTime + 1;

    /// <summary>In the order of <see cref="Field"/>.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["id", "event_name", "event_type", "created_date", "saved_date", "__op", "__table", "__deleted", "__ts_ms"];

    public static string Name(Field field) => All[(int)field];

    public static ScalarType NaturalType(Field field) => field switch
    {
        Field.CreatedDate or Field.SavedDate => ScalarType.Timestamp,
        Field.CaptureTime => ScalarType.Number,
        _ => ScalarType.String,
    };
}
