using System.Text;

namespace Streams;

/// <summary>
/// Runs a <see cref="FilterSet"/> over records, one thread at a time. In steady state nothing is allocated: buffers grow to the largest
/// record and stay. Any bytes are safe to give it.
/// </summary>
public sealed class FilterEvaluator
{
    readonly FilterSet set;
    readonly RecordFields fields;
    readonly RecordTruths truths;
    readonly EvaluatorCounts counts;
    readonly int[] matches;
    readonly int[] considered;
    readonly int[] consideredFor;
    byte[] output = [];
    int current;
    int matchCount;
    int consideredCount;

    internal FilterEvaluator(FilterSet set)
    {
        this.set = set;
        fields = new RecordFields(set.Layout);
        truths = new RecordTruths(set.Predicates, fields);
        counts = new EvaluatorCounts(set);
        matches = new int[set.Filters.Count];
        considered = new int[set.Filters.Count];
        consideredFor = new int[set.Filters.Count];
    }

    /// <summary>The filters that were true for the last record, as numbers into <see cref="FilterSet.Filters"/>, ascending.</summary>
    public ReadOnlySpan<int> Matches => matches.AsSpan(0, matchCount);

    /// <summary>Why the last record is unreadable, with the byte; null when it is readable. Made when asked for.</summary>
    public string? Problem =>
        fields.Fault == JsonFault.None ? null
            : $"{(fields.FaultIsInEvent ? "event_data: " : "")}{JsonFaults.Describe(fields.Fault)}, at byte {fields.FaultAt}";

    /// <summary>Reads a record and evaluates all filters. False: the record, or the event in it where a filter asks for
    /// entities, cannot be read, and no filter saw it.</summary>
    public bool Evaluate(ReadOnlySpan<byte> record)
    {
        if (!Read(record)) return false;
        Filter(record);
        return true;
    }

    /// <summary>Reads a record; its fields are known then, and no filter has seen it. False: it cannot be read.</summary>
    public bool Read(ReadOnlySpan<byte> record)
    {
        matchCount = consideredCount = 0;
        if (fields.Scan(record)) return true;
        counts.Records++;
        counts.Unreadable++;
        return false;
    }

    /// <summary>Evaluates all filters for the record that was read last, which must be given again.</summary>
    public void Filter(ReadOnlySpan<byte> record)
    {
        counts.Records++;
        truths.Next();
        NextRecord();

        var keyIsNull = false;
        foreach (var table in set.Tables)
        {
            if (fields.IsNull(table.Field)) keyIsNull = true;
            else foreach (var filter in table.Find(fields.Text(table.Field, record))) Consider(filter, record);
        }
        foreach (var filter in set.Unindexed) Consider(filter, record);
        if (matchCount > 1) matches.AsSpan(0, matchCount).Sort();
        if (keyIsNull) CountShapes(record);
    }

    /// <summary>The value to route: the record's own bytes, or a copy with the columns the basic connector leaves out. Valid until the
    /// next call.</summary>
    public ReadOnlySpan<byte> Output(ReadOnlySpan<byte> record)
    {
        if (!fields.HasAddedColumns) return record;
        var needed = record.Length + AddedColumns.LongestAddition;
        if (output.Length < needed) output = new byte[Math.Max(needed, 2 * output.Length)];
        return output.AsSpan(0, AddedColumns.Append(record, fields.ClosingBrace, fields.HasAddedTable, output));
    }

    /// <summary>What one filter says of the record that was evaluated last, which must be given again: for tools, not counted.</summary>
    public Truth TruthOf(int filter, ReadOnlySpan<byte> record) => truths.Of(set.Expressions[filter], record);

    /// <summary>A field's text in that record, which must be given again; valid until the next record.</summary>
    /// <param name="field">Its number: <see cref="FilterSet.NumberOf"/>; no field of any entity.</param>
    /// <param name="record">The record.</param>
    /// <param name="text">UTF-8.</param>
    /// <returns>False when it is null in SQL's sense.</returns>
    public bool TryText(int field, ReadOnlySpan<byte> record, out ReadOnlySpan<byte> text)
    {
        var isNull = fields.IsNull(field);
        text = isNull ? default : fields.Text(field, record);
        return !isNull;
    }

    /// <summary>A field's text in that record, which must be given again, null when it is null in SQL's sense; a field of any entity has
    /// one for each.</summary>
    internal IReadOnlyList<string?> TextsOf(Field field, ReadOnlySpan<byte> record)
    {
        var number = set.NumberOf(field);
        if (field.Kind != FieldKind.AnyEntity) return [fields.IsNull(number) ? null : Encoding.UTF8.GetString(fields.Text(number, record))];
        var texts = new List<string?>();
        for (var entity = 0; entity < fields.Entities; entity++)
            if (fields.HasEntity(entity))
                texts.Add(fields.IsNull(number, entity) ? null : Encoding.UTF8.GetString(fields.Text(number, entity, record)));
        return texts;
    }

    /// <summary>Adds what was counted since the last report to <see cref="FilterSet.Counts"/>: once a batch.</summary>
    public void ReportCounts() => counts.Report();

    void Consider(int filter, ReadOnlySpan<byte> record)
    {
        if (consideredFor[filter] == current) return;
        consideredFor[filter] = current;
        considered[consideredCount++] = filter;
        var truth = truths.Of(set.Expressions[filter], record);
        if (truth == Truth.True) matches[matchCount++] = filter;
        counts.Add(filter, truth);
    }

    /// <summary>Counts unknown for the filters that no key found; those that were considered have been counted already.</summary>
    void CountShapes(ReadOnlySpan<byte> record)
    {
        for (var shape = 0; shape < set.Shapes.Expressions.Length; shape++)
        {
            if (truths.Of(set.Shapes.Expressions[shape], record) != Truth.Unknown) continue;
            counts.AddShape(shape);
            foreach (var filter in considered.AsSpan(0, consideredCount))
                if (set.Shapes.OfFilter[filter] == shape) counts.Withdraw(filter);
        }
    }

    void NextRecord()
    {
        if (++current > 0) return;
        Array.Clear(consideredFor);
        current = 1;
    }
}
