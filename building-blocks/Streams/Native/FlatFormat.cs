namespace Streams;

/// <summary>Columns as keys. A record without operation is the basic connector's: an insert into the outbox.</summary>
sealed class FlatFormat : RecordFormat
{
    readonly Dictionary<Field, PathNode> nodes;
    readonly PathNode operation;
    readonly PathNode table;
    readonly PathNode? eventData;

    public FlatFormat(IReadOnlyList<Field> columns, bool readsEvent)
    {
        nodes = columns.Append(Field.Operation).Append(Field.Table).Distinct()
            .ToDictionary(column => column, column => PathNode.Leaf(column.Part));
        (operation, table) = (nodes[Field.Operation], nodes[Field.Table]);
        if (readsEvent) eventData = PathNode.Leaf(OutboxColumns.EventData);
        Record = new PathNode("", keeps: false, eventData is null ? [.. nodes.Values] : [.. nodes.Values, eventData]);
    }

    public override PathNode Record { get; }

    public override FieldPlace? EventData => new FieldPlace(PlaceKind.Fixed, eventData!.Slot);

    public override FieldPlace Of(Field column) => new(PlaceKind.Fixed, nodes[column].Slot);

    public override bool Supply(JsonScan scan, bool isDelete)
    {
        if (scan[operation.Slot].Exists) return false;
        scan[operation.Slot] = SuppliedTexts.Insert;
        if (!scan[table.Slot].Exists) scan[table.Slot] = SuppliedTexts.Outbox;
        return true;
    }

    /// <summary>Whether the table has been supplied too.</summary>
    public bool SuppliedTable(JsonScan scan) => scan[table.Slot].State == SlotState.Supplied;
}
