using Contracts;

namespace Streams;

/// <summary>
/// A pipeline as Flink SQL: the tables of its topics, and one set of statements that does what routing does. What a filter means is what
/// its statement says. Records that routing makes dead letters of are left out, as Flink has no dead letters; several headers of one name
/// become one, as Flink keeps headers in a map.
/// </summary>
public static class FlinkSql
{
    /// <summary>
    /// The script: statements that end with semicolons, in the order to run them. Only live filters and joins are in it.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Nothing of the pipeline is live; or it has what the dialect has no words for, which the message names.
    /// </exception>
    public static string Generate(Pipeline pipeline, FlinkSqlOptions options)
    {
        var filters = pipeline.Filters.Where(filter => filter.IsLive).ToList();
        var joins = pipeline.Joins.Where(join => join.IsLive).Select(join => new JoinSql(join, options)).ToList();
        if (filters.Count + joins.Count == 0) throw new ArgumentException($"nothing of '{pipeline.Name}' is live", nameof(pipeline));

        IKafkaTables tables = options.Dialect == SqlDialect.Flink ? new ConnectorTables(pipeline, options) : new CloudTables();
        var statements = new List<string>();
        var inserts = new List<string>();
        var read = new List<Source>();
        foreach (var source in pipeline.Sources)
        {
            var reading = filters.Where(filter => filter.Topic == source.Topic && source.Kind == SourceKind.Events).ToList();
            var sides = joins.SelectMany(join => join.Sides).Where(side => side.Source == source).ToList();
            if (reading.Count + sides.Count == 0) continue;
            if (source.Dedupe is not null && options.Dialect != SqlDialect.Flink)
                throw new ArgumentException($"source '{source.Id}': dedupe is written for the dialect flink only");
            read.Add(source);
            var columns = new SqlColumns(
                source.Format, [.. reading.Select(filter => filter.Condition), .. sides.Select(side => side.Filter.Condition)],
                [.. sides.SelectMany(JoinSql.Needs), .. DedupeSql.Needs(source.Dedupe)]);
            var views = new SourceViews(tables, tables.SourceName(source), source.Format, columns, source.Dedupe);
            statements.Add(tables.Source(source));
            statements.AddRange(views.Statements());
            statements.AddRange(reading.Select(tables.Sink).Distinct());
            statements.AddRange(sides.Select(side => JoinSql.Side(side, views.Name, tables.CreateView)));
            inserts.AddRange(reading.Select(filter => Insert(filter, tables, views)));
        }
        statements.AddRange(joins.Select(join => join.Sink));
        inserts.AddRange(joins.Select(join => join.Insert));
        statements.Add($"EXECUTE STATEMENT SET BEGIN\n\n{string.Join("\n\n", inserts)}\n\nEND;");
        string[] settings = [Heading(pipeline), tables.Settings, .. DedupeSql.Settings(read, hasJoins: joins.Count > 0)];
        return string.Join("\n\n", [.. settings, .. statements]) + "\n";
    }

    static string Heading(Pipeline pipeline) => string.Join('\n',
        SqlText.Comment($"Pipeline {pipeline.Name}, generated from {Path.GetFileName(pipeline.File)} (SHA-256 {pipeline.Fingerprint})."),
        SqlText.Comment("Change that file and generate this again. A record passes a filter whose condition is true."));

    static string Insert(Filter filter, IKafkaTables tables, SourceViews views)
    {
        const string now = "ENCODE(DATE_FORMAT(CURRENT_TIMESTAMP, 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''), 'UTF-8')";
        var added = $"MAP['{HeaderNames.FilterId}', {SqlText.Bytes(filter.Id)}, " +
            $"'{HeaderNames.ConsumerId}', {SqlText.Bytes(filter.ConsumerId)}, '{HeaderNames.FilteredAt}', {now}]";
        return string.Join('\n', SqlText.Comment($"{filter.Name} (version {filter.Version})"),
            $"INSERT INTO {SqlText.Name(tables.SinkName(filter))} {tables.Columns}",
            $"SELECT {tables.Selected(SourceViews.OutputValue, added)}",
            $"FROM {SqlText.Name(views.Name)}",
            $"WHERE {ConditionSql.Of(filter.Condition)};");
    }
}
