namespace Streams;

/// <summary>The event itself: the columns are in its header. It has no columns of a capture: the loader refuses them.</summary>
sealed class EventFormat : RecordFormat
{
    readonly Dictionary<Field, PathNode> nodes;

    public EventFormat(IReadOnlyList<Field> columns, EntityPlaces? entities)
    {
        nodes = columns.ToDictionary(column => column, column => PathNode.Leaf(HeaderName(column)));
        var header = new PathNode("eventHeader", keeps: false, [.. nodes.Values]);
        Record = new PathNode("", keeps: false, entities is null ? [header] : [header, entities.Body, entities.FlatEntities]);
    }

    public override PathNode Record { get; }

    public override FieldPlace? EventData => null;

    public override FieldPlace Of(Field column) => new(PlaceKind.Fixed, nodes[column].Slot);

    /// <summary>The name of a column in the header of an event.</summary>
    public static string HeaderName(Field column)
    {
        if (column == Field.Id) return "uuid";
        if (column == Field.EventName) return "eventName";
        if (column == Field.EventType) return "eventType";
        if (column == Field.CreatedDate) return "createdDate";
        if (column == Field.SavedDate) return "savedDate";
        throw new ArgumentException($"an event has no column '{column.Name}'; the loader refuses it", nameof(column));
    }
}
