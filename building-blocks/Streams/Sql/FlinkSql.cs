using Contracts;

namespace Streams;

/// <summary>
/// A pipeline as Flink SQL: the tables of its topics, and one set of statements that does what routing does. What a filter means is what
/// its statement says. Records that routing makes dead letters of are left out, as Flink has no dead letters; several headers of one name
/// become one, as Flink keeps headers in a map.
/// </summary>
public static class FlinkSql
{
    /// <summary>The script: statements that end with semicolons, in the order to run them. Only live filters are in it.</summary>
    /// <exception cref="ArgumentException">No filter of the pipeline is live.</exception>
    public static string Generate(Pipeline pipeline, FlinkSqlOptions options)
    {
        var live = pipeline.Filters.Where(filter => filter.IsLive).ToList();
        if (live.Count == 0) throw new ArgumentException($"no filter of '{pipeline.Name}' is live", nameof(pipeline));

        IKafkaTables tables = options.Dialect == SqlDialect.Flink ? new ConnectorTables(pipeline, options) : new CloudTables();
        var statements = new List<string> { Heading(pipeline), tables.Settings };
        var inserts = new List<string>();
        foreach (var filters in live.GroupBy(filter => pipeline.Sources.First(source => source.Topic == filter.Topic)))
        {
            var source = filters.Key;
            var columns = new SqlColumns(source.Format, filters.Select(filter => filter.Condition));
            var views = new SourceViews(tables, tables.SourceName(source), source.Format, columns);
            statements.Add(tables.Source(source));
            statements.AddRange(views.Statements());
            statements.AddRange(filters.Select(tables.Sink).Distinct());
            inserts.AddRange(filters.Select(filter => Insert(filter, tables, views)));
        }
        statements.Add($"EXECUTE STATEMENT SET BEGIN\n\n{string.Join("\n\n", inserts)}\n\nEND;");
        return string.Join("\n\n", statements) + "\n";
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
