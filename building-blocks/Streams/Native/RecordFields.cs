using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Streams;

/// <summary>The needed fields of one record after one scan of it, by their numbers.</summary>
sealed class RecordFields(RecordLayout layout)
{
    readonly JsonScan scan = new(layout.SlotCount);
    bool isDelete;
    bool hasBody;

    /// <summary>Why the last scan failed.</summary>
    public JsonFault Fault { get; private set; }

    /// <summary>The byte at which it failed, from 0.</summary>
    public int FaultAt { get; private set; }

    /// <summary>It failed in the event, of which <see cref="FaultAt"/> is a byte then.</summary>
    public bool FaultIsInEvent { get; private set; }

    /// <summary>Position of the record's closing brace, where columns can be appended.</summary>
    public int ClosingBrace { get; private set; }

    /// <summary>Columns were supplied that the output must have too.</summary>
    public bool HasAddedColumns { get; private set; }

    /// <summary>Of these, the table.</summary>
    public bool HasAddedTable => layout.Format is FlatFormat flat && flat.SuppliedTable(scan);

    /// <summary>How many entities of the event fields of any entity are asked of.</summary>
    public int Entities => layout.Entities is { AsksForAll: true } entities ? entities.BodyEntities.MaxElements : 0;

    /// <summary>Null in SQL's sense: absent, JSON null, an object or an array.</summary>
    public bool IsNull(int field) => scan[SlotOf(layout[field])].IsNull;

    /// <summary>The field's text; only when not <see cref="IsNull(int)"/>.</summary>
    public ReadOnlySpan<byte> Text(int field, ReadOnlySpan<byte> record) => scan.Text(scan[SlotOf(layout[field])], record);

    /// <summary>Whether the event has this entity, counted from 0, and it is not null.</summary>
    public bool HasEntity(int entity)
    {
        var list = hasBody ? layout.Entities!.BodyEntities : layout.Entities!.FlatEntities;
        return scan[list.Element!.Slot + entity * list.Element.Count].Exists;
    }

    /// <summary>The same as <see cref="IsNull(int)"/> for one of the entities.</summary>
    public bool IsNull(int field, int entity) => scan[SlotOf(layout[field], entity)].IsNull;

    /// <summary>The same as <see cref="Text(int, ReadOnlySpan{byte})"/> for one of the entities.</summary>
    public ReadOnlySpan<byte> Text(int field, int entity, ReadOnlySpan<byte> record) =>
        scan.Text(scan[SlotOf(layout[field], entity)], record);

    /// <summary>Scans one record. False: it is no record, see <see cref="Fault"/>.</summary>
    public bool Scan(ReadOnlySpan<byte> record)
    {
        scan.Clear();
        FaultIsInEvent = HasAddedColumns = false;
        var cursor = new JsonCursor(record);
        var read = scan.ReadObject(ref cursor, new ScannedText(record, SlotState.InRecord, 0), layout.Format.Record);
        (Fault, FaultAt) = (cursor.Fault, cursor.At);
        ClosingBrace = scan.ClosingBrace;
        if (!read) return false;
        if (cursor.MayHoldNonAscii && !Utf8.IsValid(record)) return Fail(JsonFault.NotUtf8, FirstInvalid(record));

        isDelete = layout.Format.IsDelete(scan, record);
        HasAddedColumns = layout.Format.Supply(scan, isDelete);
        return layout.Entities is null || ReadEvent(layout.Entities, record);
    }

    bool ReadEvent(EntityPlaces entities, ReadOnlySpan<byte> record)
    {
        if (layout.Format.EventData is { } place && !ScanEventText(layout.EventText!, scan[SlotOf(place)], record)) return false;
        hasBody = scan[entities.Body.Slot].Exists;
        var list = hasBody ? entities.BodyEntities : entities.FlatEntities;
        return !entities.AsksForAll || !scan[list.MoreSlot].Exists || Fail(JsonFault.TooManyEntities, 0);
    }

    bool ScanEventText(PathNode tree, Slot slot, ReadOnlySpan<byte> record)
    {
        if (slot.IsNull) return true;
        var text = scan.Text(slot, record);
        // Rewritten deletes have an empty text in place of the event.
        if (text.IsEmpty) return true;
        FaultIsInEvent = true;
        var cursor = new JsonCursor(text);
        var state = slot.State == SlotState.Supplied ? SlotState.InRecord : slot.State;
        if (!scan.ReadAny(ref cursor, new ScannedText(text, state, slot.Start), tree)) return Fail(cursor.Fault, cursor.At);
        FaultIsInEvent = false;
        return true;
    }

    bool Fail(JsonFault fault, int at)
    {
        (Fault, FaultAt) = (fault, at);
        return false;
    }

    int SlotOf(FieldPlace place, int entity = 0) => place.Kind switch
    {
        PlaceKind.Fixed => place.Slot,
        PlaceKind.Row => isDelete ? place.Other : place.Slot,
        _ => SlotOfEntity(layout.Entities!, place, entity),
    };

    int SlotOfEntity(EntityPlaces entities, FieldPlace place, int entity)
    {
        if (!hasBody) return place.Other + entity * entities.FlatEntities.Element!.Count;
        var shift = entity * entities.BodyEntities.Element!.Count;
        return shift + (place.Wrapped >= 0 && scan[entities.Wrapper.Slot + shift].Exists ? place.Wrapped : place.Slot);
    }

    static int FirstInvalid(ReadOnlySpan<byte> record)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(record[at..], out _, out var length) == OperationStatus.Done) at += length;
        return at;
    }
}
