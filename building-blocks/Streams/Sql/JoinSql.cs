using System.Globalization;

namespace Streams;

/// <summary>
/// A join as SQL: the newest version of each row and of each key, joined into a table of upserts keyed by the row's id. What time does,
/// <c>wait</c> and <c>keep</c>, has no words in SQL; without them the final values are the same.
/// </summary>
sealed class JoinSql
{
    const string RowId = "row_id";
    const string JoinKey = "join_key";
    const string Version = "version";
    const string Place = "place";

    static readonly (Field Field, ScalarType Type)[] EventFields =
    [
        (Field.CreatedDate, ScalarType.Timestamp), (Field.SavedDate, ScalarType.Timestamp), (Field.Id, ScalarType.String),
    ];

    readonly Join join;
    readonly FlinkSqlOptions options;

    /// <exception cref="ArgumentException">The dialect or the engine has no such join.</exception>
    public JoinSql(Join join, FlinkSqlOptions options)
    {
        if (options.Dialect != SqlDialect.Flink)
            throw new ArgumentException($"join '{join.Id}': joins are written for the dialect flink only");
        if (join.Type == JoinType.AsOfProcessingTime)
            throw new ArgumentException(
                $"join '{join.Id}' is as of processing time: Flink SQL has such joins with lookup sources only, not with topics "
                + "(FLINK-19830); use type latest, or leave the join to the routing service");
        this.join = join;
        this.options = options;
        Sides = RekeyedSide.Of(join, new JoinNames("sql", join.Id));
    }

    /// <summary>The many side, then the one side.</summary>
    public IReadOnlyList<RekeyedSide> Sides { get; }

    /// <summary>The table that the join writes.</summary>
    public string Sink => $"""
        CREATE TABLE {SqlText.Name($"{join.Id}-sink")} (
          {RowId} STRING,
          {string.Join(",\n  ", join.Columns.Select(column => $"{SqlText.Name(column.Name)} {Type(column.Type)}"))},
          PRIMARY KEY ({RowId}) NOT ENFORCED
        ) WITH (
          {string.Join(",\n  ", Settings.Select(setting => $"{SqlText.Literal(setting.Name)} = {SqlText.Literal(setting.Value)}"))}
        );
        """;

    /// <summary>The statement that joins.</summary>
    public string Insert => string.Join('\n', Remarks
        .Append($"INSERT INTO {SqlText.Name($"{join.Id}-sink")}")
        .Append($"SELECT {string.Join(", ", join.Columns.Select(Selected).Prepend($"m.{RowId}"))}")
        .Append($"FROM {Newest(Sides[0])} AS m")
        .Append($"{(join.Kind == JoinKind.Left ? "LEFT" : "INNER")} JOIN {Newest(Sides[1])} AS o ON m.{JoinKey} = o.{JoinKey};"));

    IEnumerable<string> Remarks
    {
        get
        {
            yield return SqlText.Comment($"Join {join.Id} (version {join.Version})");
            if (join.Wait is { } wait)
                yield return SqlText.Comment($"Here no row waits {wait} for the other side: it goes out alone at once.");
            if (join.Keep is { } keep)
                yield return SqlText.Comment(
                    $"State is kept for ever; SET 'table.exec.state.ttl' = '{Milliseconds(keep)} ms' comes near 'keep'.");
        }
    }

    (string Name, string Value)[] Settings =>
    [
        ("connector", "upsert-kafka"), ("topic", join.OutputTopic), ("properties.bootstrap.servers", options.Brokers),
        ("key.format", "raw"), ("value.format", "json"), ("value.json.encode.decimal-as-plain-number", "true"),
        ("value.fields-include", "EXCEPT_KEY"),
        .. options.ExactlyOnce
            ?
            [
                ("sink.delivery-guarantee", "exactly-once"), ("sink.transactional-id-prefix", $"flink-{join.Id}"),
                ("properties.transaction.timeout.ms", ConnectorTables.TransactionTimeoutMilliseconds),
            ]
            : Array.Empty<(string, string)>(),
    ];

    /// <summary>The fields of a side, as the types in which they are needed.</summary>
    public static IEnumerable<(Field Field, ScalarType Type)> Needs(RekeyedSide side) =>
    [
        .. side.Keys.Select(key => (key, ScalarType.String)), .. side.IsTable ? [] : EventFields,
        .. side.Columns.Select(column => (column.Field!, column.Type)),
    ];

    /// <summary>The view of a side's records: keys, time, and the columns by their names in the output.</summary>
    public static string Side(RekeyedSide side, string values, string createView)
    {
        List<string> columns = [];
        if (side.IsMany) columns.Add($"{Key(side.Keys[0])} AS {RowId}");
        columns.Add($"{Key(side.Keys[^1])} AS {JoinKey}");
        if (!side.IsTable) columns.Add($"{VersionOfEvent} AS {Version}");
        columns.AddRange(side.Columns.Select(column => $"{Text(column)} AS {SqlText.Name(column.Name)}"));
        var needed = side.IsTable ? "" : $" AND {Version} IS NOT NULL";
        return $"""
            {createView} {SqlText.Name(Name(side))} AS SELECT * FROM (SELECT
              {string.Join(",\n  ", columns)}
            FROM {SqlText.Name(values)}
            WHERE {ConditionSql.Of(side.Filter.Condition)})
            WHERE {(side.IsMany ? RowId : JoinKey)} IS NOT NULL{needed};
            """;
    }

    /// <summary>One row for each key: of events the newest, of tables the last, which is all that such a source shows.</summary>
    static string Newest(RekeyedSide side)
    {
        if (side.IsTable) return SqlText.Name(Name(side));
        var key = side.IsMany ? RowId : JoinKey;
        return $"(SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY {key} ORDER BY {Version} DESC) AS {Place}\n"
            + $"  FROM {SqlText.Name(Name(side))}) WHERE {Place} = 1)";
    }

    static string Name(RekeyedSide side) => side.Filter.Id;

    /// <summary>
    /// Event time, then event id, as one text in their order: times have 17 digits at most and may be negative. Two columns to order by
    /// would be simpler, but Flink 2.2 plans such a query as if no row was ever replaced, and then keeps old rows in joins.
    /// </summary>
    static string VersionOfEvent
    {
        get
        {
            var time = $"COALESCE({SqlColumns.Of(Field.CreatedDate, ScalarType.Timestamp)}, "
                + $"{SqlColumns.Of(Field.SavedDate, ScalarType.Timestamp)})";
            return $"LPAD(CAST({time} + 100000000000000000 AS STRING), 18, '0') || {SqlColumns.Of(Field.Id, ScalarType.String)}";
        }
    }

    /// <summary>An empty key is none. Longer ones than the service takes are its dead letters; Flink counts no bytes.</summary>
    static string Key(Field field) => $"NULLIF({SqlColumns.Of(field, ScalarType.String)}, '')";

    static string Text(JoinColumn column)
    {
        var value = SqlColumns.Of(column.Field!, column.Type);
        return column.Type == ScalarType.Timestamp
            ? $"DATE_FORMAT(TO_TIMESTAMP_LTZ({value}, 3), 'yyyy-MM-dd''T''HH:mm:ss.SSS''Z''')"
            : value;
    }

    static string Type(ScalarType type) => type switch
    {
        ScalarType.Number => "DECIMAL(38, 18)",
        ScalarType.Boolean => "BOOLEAN",
        _ => "STRING",
    };

    static string Selected(JoinColumn column) => column.Origin switch
    {
        JoinOrigin.Many => $"m.{SqlText.Name(column.Name)}",
        JoinOrigin.One => $"o.{SqlText.Name(column.Name)}",
        _ when column.Type == ScalarType.Timestamp => SqlText.Literal(column.Constant!),
        _ => ScalarSql.Literal(new Literal(column.Type, column.Constant!)),
    };

    static string Milliseconds(TimeSpan duration) => ((long)duration.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
