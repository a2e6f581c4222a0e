using KafkaRider;
using Librdkafka;

namespace Streams;

/// <summary>
/// Writes what one side of a join needs of a record to its repartition topic. For one thread at a time; its buffers grow to the largest
/// record and stay.
/// </summary>
public sealed class SideWriter
{
    /// <summary>Let the producer choose the partition by the key, as Java's clients do.</summary>
    const int ByKey = -1;

    readonly RekeyedSide side;
    readonly int filter;
    readonly int key;
    readonly int on;
    readonly int id;
    readonly int created;
    readonly int saved;
    readonly (int Field, ScalarType Type)[] columns;
    readonly byte[] entity = new byte[SideRecord.KeyBytes];
    byte[] written = new byte[1024];
    byte[] value = new byte[1024];

    /// <summary>A writer for records that an evaluator of the set has evaluated.</summary>
    /// <param name="side">The side.</param>
    /// <param name="set">Filters with the side's own among them, and its fields.</param>
    public SideWriter(RekeyedSide side, FilterSet set)
    {
        this.side = side;
        filter = set.Filters.ToList().FindIndex(candidate => candidate.Id == side.Filter.Id);
        key = set.NumberOf(side.Key);
        on = side.IsMany ? set.NumberOf(side.Join.Many.On) : -1;
        (id, created, saved) = (set.NumberOf(Field.Id), set.NumberOf(Field.CreatedDate), set.NumberOf(Field.SavedDate));
        columns = [.. side.Columns.Select(column => (set.NumberOf(column.Field!), column.Type))];
    }

    /// <summary>
    /// Writes a record that was evaluated last and that the side's filter takes; of a table any record of its source, as one that is not
    /// taken retracts, and so does a tombstone.
    /// </summary>
    /// <returns>Null, or what the record lacks: nothing was written then.</returns>
    public NotJoinedException? Write(in Record record, FilterEvaluator evaluator, IRecordOutput output)
    {
        var text = record.Value;
        if (side.IsTable && (record.ValueIsNull || evaluator.TruthOf(filter, text) != Truth.True)) return Retract(record, output);
        if (!evaluator.TryText(key, text, out var rowOrKey) || !SideRecord.IsKey(rowOrKey)) return WithoutKey(side.Key);
        ReadOnlySpan<byte> joinKey = default;
        var hasOn = side.IsMany && evaluator.TryText(on, text, out joinKey) && !joinKey.IsEmpty;
        if (hasOn && !SideRecord.IsKey(joinKey)) return WithoutKey(side.Join.Many.On);
        ReadOnlySpan<byte> eventId = default;
        var time = record.Offset;
        if (!side.IsTable)
        {
            if (!evaluator.TryText(id, text, out eventId) || !SideRecord.IsKey(eventId)) return WithoutKey(Field.Id);
            if (!TryTime(created, text, evaluator, out time) && !TryTime(saved, text, evaluator, out time)) return WithoutTime();
        }
        var selected = Columns(text, evaluator);
        if (selected.Length > ColumnValues.MostBytes) return TooLarge(selected.Length);
        Produce(
            new SideRecord
            {
                Kind = side.IsMany ? SideKind.Many : SideKind.One,
                SourcePartition = record.Partition,
                SourceOffset = record.Offset,
                Watermark = SideRecord.Never,
                EventTime = time,
                EventId = eventId,
                HasNoJoinKey = side.IsMany && !hasOn,
                Other = side.IsByRow ? joinKey : side.IsMany ? rowOrKey : default,
                Columns = selected,
            },
            side.IsByRow || !hasOn ? rowOrKey : joinKey,
            output);
        return null;
    }

    NotJoinedException? Retract(in Record record, IRecordOutput output)
    {
        if (!EntityKey.TryRead(record.Key, entity, out var length)) return WithoutKey("Kafka key that names an entity");
        Produce(
            new SideRecord
            {
                Kind = side.IsMany ? SideKind.Many : SideKind.One,
                IsRetraction = true,
                SourcePartition = record.Partition,
                SourceOffset = record.Offset,
                Watermark = SideRecord.Never,
                EventTime = record.Offset,
                HasNoJoinKey = side.IsMany,
            },
            entity.AsSpan(0, length),
            output);
        return null;
    }

    void Produce(in SideRecord message, ReadOnlySpan<byte> kafkaKey, IRecordOutput output)
    {
        if (value.Length < message.Length) value = new byte[2 * message.Length];
        output.Produce(side.Topic, ByKey, kafkaKey, value.AsSpan(0, message.Write(value)));
    }

    static bool TryTime(int field, ReadOnlySpan<byte> record, FilterEvaluator evaluator, out long time)
    {
        time = 0;
        return evaluator.TryText(field, record, out var text) && InstantText.TryCast(text, out time);
    }

    NotJoinedException WithoutKey(object what) => new(
        NotJoinedException.WithoutKey, $"{side.Filter.Name}: the record has no {what} of 1 to {SideRecord.KeyBytes} bytes");

    NotJoinedException TooLarge(int length) => new(
        NotJoinedException.TooLarge,
        $"{side.Filter.Name}: what the join selects of the record has {length} bytes, {ColumnValues.MostBytes} at most: select less");

    NotJoinedException WithoutTime() => new(
        NotJoinedException.WithoutTime,
        $"{side.Filter.Name}: the record has no moment in {Field.CreatedDate} or {Field.SavedDate}, so nobody knows what is newer");

    ReadOnlySpan<byte> Columns(ReadOnlySpan<byte> record, FilterEvaluator evaluator)
    {
        var length = 0;
        foreach (var (field, type) in columns)
        {
            var isNull = !evaluator.TryText(field, record, out var text);
            var needed = length + ColumnValues.MaxLength(text.Length);
            if (written.Length < needed) Array.Resize(ref written, 2 * needed);
            length += ColumnValues.WriteCanonical(written.AsSpan(length), type, text, isNull);
        }
        return written.AsSpan(0, length);
    }
}
