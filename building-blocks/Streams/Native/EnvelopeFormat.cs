namespace Streams;

/// <summary>Debezium's envelope: the row as it is after the change, or as it was before a delete.</summary>
sealed class EnvelopeFormat : RecordFormat
{
    readonly PathNode operation = PathNode.Leaf("op");
    readonly PathNode time = PathNode.Leaf("ts_ms");
    readonly PathNode table = PathNode.Leaf("table");

    /// <summary>A slot without a key in records: supplied after each scan.</summary>
    readonly PathNode deleted = new("", keeps: true, []);

    readonly Dictionary<string, PathNode> before;
    readonly Dictionary<string, PathNode> after;

    public EnvelopeFormat(IReadOnlyList<Field> columns, bool readsEvent)
    {
        var names = columns.Where(column => !column.IsOfCapture).Select(column => column.Part).ToList();
        if (readsEvent) names.Add(OutboxColumns.EventData);
        before = names.ToDictionary(name => name, PathNode.Leaf);
        after = names.ToDictionary(name => name, PathNode.Leaf);
        Record = new PathNode("", keeps: false,
        [
            operation, time, new PathNode("source", keeps: false, [table]), deleted,
            new PathNode("before", keeps: false, [.. before.Values]), new PathNode("after", keeps: false, [.. after.Values]),
        ]);
    }

    public override PathNode Record { get; }

    public override FieldPlace? EventData => Row(OutboxColumns.EventData);

    public override FieldPlace Of(Field column)
    {
        if (column == Field.Operation) return new FieldPlace(PlaceKind.Fixed, operation.Slot);
        if (column == Field.CaptureTime) return new FieldPlace(PlaceKind.Fixed, time.Slot);
        if (column == Field.Table) return new FieldPlace(PlaceKind.Fixed, table.Slot);
        return column == Field.Deleted ? new FieldPlace(PlaceKind.Fixed, deleted.Slot) : Row(column.Part);
    }

    public override bool IsDelete(JsonScan scan, ReadOnlySpan<byte> record)
    {
        var slot = scan[operation.Slot];
        return !slot.IsNull && scan.Text(slot, record).SequenceEqual("d"u8);
    }

    public override bool Supply(JsonScan scan, bool isDelete)
    {
        scan[deleted.Slot] = isDelete ? SuppliedTexts.Yes : SuppliedTexts.No;
        return false;
    }

    FieldPlace Row(string name) => new(PlaceKind.Row, after[name].Slot, before[name].Slot);
}
