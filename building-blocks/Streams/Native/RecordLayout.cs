namespace Streams;

/// <summary>Where the fields that some filters need are in records of one format.</summary>
sealed class RecordLayout
{
    readonly FieldPlace[] places;

    public RecordLayout(SourceFormat format, IReadOnlyList<Field> fields)
    {
        var ofEntities = fields.Where(field => field.Kind != FieldKind.Column).ToList();
        if (ofEntities.Count > 0) Entities = new EntityPlaces(ofEntities);
        Format = RecordFormat.Create(format, [.. fields.Where(field => field.Kind == FieldKind.Column)], Entities);
        SlotCount = Format.Record.Number(0);
        if (Entities is not null && Format.EventData is not null)
        {
            EventText = new PathNode("", keeps: false, [Entities.Body, Entities.FlatEntities]);
            SlotCount = EventText.Number(SlotCount);
        }
        places = [.. fields.Select(field => field.Kind == FieldKind.Column ? Format.Of(field) : Entities!.Of(field))];
    }

    public RecordFormat Format { get; }

    /// <summary>What is needed of the event that a column of the record holds as text; null when no such text is read.</summary>
    public PathNode? EventText { get; }

    /// <summary>Null when no filter asks for entities.</summary>
    public EntityPlaces? Entities { get; }

    public int SlotCount { get; }

    /// <summary>Where a field is, by its number.</summary>
    public FieldPlace this[int field] => places[field];
}
