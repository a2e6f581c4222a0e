namespace Streams;

/// <summary>
/// The views over a source's table, each one step further: the record as text, the columns in it, those of the event, the values that texts
/// are cast to. Records that are no JSON objects, and those whose event cannot be read where it must be, are not in the last of them:
/// routing makes dead letters of such records.
/// </summary>
/// <remarks>
/// A view that another one stands on makes its columns by <c>UNNEST(ARRAY[ROW(…)])</c>: Flink puts plain projections into one another, so
/// a text that is looked at twenty times would be parsed twenty times, and code beyond what Java compiles would come of it.
/// </remarks>
/// <param name="tables">The product's tables.</param>
/// <param name="table">The source's.</param>
/// <param name="format">What the records look like.</param>
/// <param name="columns">What conditions need.</param>
/// <param name="dedupe">Which rows are duplicates; null: none.</param>
sealed class SourceViews(ISourceTables tables, string table, SourceFormat format, SqlColumns columns, Dedupe? dedupe = null)
{
    /// <summary>The column with the value to write.</summary>
    public const string OutputValue = "output_value";

    /// <summary>The view that conditions are asked of: the values, or those of them that count.</summary>
    public string Name => dedupe is null ? Values : $"{table}-first";

    string Values => $"{table}-values";

    /// <summary>The statements that create the views.</summary>
    public IEnumerable<string> Statements()
    {
        var below = $"{table}-texts";
        var value = SqlText.Name(tables.Value);
        yield return View(below, [.. Carried, value, $"DECODE({value}, 'UTF-8') AS {FieldSql.RecordText}"], SqlText.Name(table));
        var steps = columns.Steps().Where(step => step.Count > 0).ToList();
        for (var step = 0; step < steps.Count; step++)
        {
            var name = $"{table}-step-{step + 1}";
            yield return step == steps.Count - 1 ? Projection(name, below, steps[step]) : Computed(name, below, steps[step]);
            below = name;
        }
        var readable = columns.ReadsEvent ? $" AND {EntitySql.IsReadable(columns.ReadsAllEntities)}" : "";
        yield return View(Values, ["*", $"{FieldSql.Output(format, value)} AS {OutputValue}"],
            $"{SqlText.Name(below)}\nWHERE {FieldSql.RecordText} IS JSON OBJECT{readable}");
        if (dedupe is not null) yield return DedupeSql.View(dedupe, Name, Values, tables.CreateView);
    }

    IEnumerable<string> Carried => tables.Carried.Select(SqlText.Name);

    string Projection(string name, string below, IReadOnlyList<SqlColumn> step) =>
        View(name, ["*", .. step.Select(column => $"{column.Expression} AS {SqlText.Name(column.Name)}")], SqlText.Name(below));

    string Computed(string name, string below, IReadOnlyList<SqlColumn> step) => View(name, ["*"],
        $"{SqlText.Name(below)} CROSS JOIN UNNEST(ARRAY[ROW(\n  {string.Join(",\n  ", step.Select(column => column.Expression))}\n)]) " +
        $"AS step ({string.Join(", ", step.Select(column => SqlText.Name(column.Name)))})");

    string View(string name, IReadOnlyList<string> selected, string from) =>
        $"{tables.CreateView} {SqlText.Name(name)} AS SELECT\n  {string.Join(",\n  ", selected)}\nFROM {from};";
}
