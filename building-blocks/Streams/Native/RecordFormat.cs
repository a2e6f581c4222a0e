namespace Streams;

/// <summary>Where the columns are in records of one format, and what such records have without saying it.</summary>
abstract class RecordFormat
{
    /// <summary>What is needed of the record.</summary>
    public abstract PathNode Record { get; }

    /// <summary>Where a column is; only after the slots have been given out.</summary>
    public abstract FieldPlace Of(Field column);

    /// <summary>Where the event's text is; null when the record itself is the event.</summary>
    public abstract FieldPlace? EventData { get; }

    /// <summary>Whether a row as it was before the change counts, after the record has been read.</summary>
    public virtual bool IsDelete(JsonScan scan, ReadOnlySpan<byte> record) => false;

    /// <summary>Gives columns the values that the record has without saying it. True when they must be appended to the output.</summary>
    public virtual bool Supply(JsonScan scan, bool isDelete) => false;

    public static RecordFormat Create(SourceFormat format, IReadOnlyList<Field> columns, EntityPlaces? entities) => format switch
    {
        SourceFormat.Flat => new FlatFormat(columns, entities is not null),
        SourceFormat.Envelope => new EnvelopeFormat(columns, entities is not null),
        _ => new EventFormat(columns, entities),
    };
}
