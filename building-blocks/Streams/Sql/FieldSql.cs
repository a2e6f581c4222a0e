namespace Streams;

/// <summary>Where the texts of columns are in records of one format: expressions over the record's JSON.</summary>
static class FieldSql
{
    /// <summary>The column with the record's value as text.</summary>
    public const string RecordText = "record_text";

    /// <summary>The column with the event's JSON.</summary>
    public const string EventText = "event_text";

    /// <summary>The event's JSON. Rewritten deletes have an empty text in place of it.</summary>
    public static string Event(SourceFormat format) =>
        format == SourceFormat.Event ? RecordText : $"NULLIF({Column(format, OutboxColumns.EventData)}, '')";

    /// <summary>The text of a column.</summary>
    public static string Column(SourceFormat format, Field field) => format switch
    {
        SourceFormat.Event => JsonSql.Value(RecordText, $"$.eventHeader.{EventFormat.HeaderName(field)}"),
        SourceFormat.Flat when field == Field.Operation => $"CASE WHEN {HasOperation} THEN {Column(format, field.Part)} ELSE 'c' END",
        SourceFormat.Flat when field == Field.Table =>
            $"CASE WHEN {HasOperation} OR {HasTable} THEN {Column(format, field.Part)} ELSE 'business_events' END",
        SourceFormat.Envelope when field == Field.Operation => JsonSql.Value(RecordText, "$.op"),
        SourceFormat.Envelope when field == Field.Table => JsonSql.Value(RecordText, "$.source.table"),
        SourceFormat.Envelope when field == Field.CaptureTime => JsonSql.Value(RecordText, "$.ts_ms"),
        SourceFormat.Envelope when field == Field.Deleted => $"CASE WHEN {IsDelete} THEN 'true' ELSE 'false' END",
        _ => Column(format, field.Part),
    };

    /// <summary>The value to write: the basic connector's records with the columns that they lack.</summary>
    public static string Output(SourceFormat format, string value)
    {
        if (format != SourceFormat.Flat) return value;
        var opened = $"REGEXP_REPLACE({RecordText}, '\\}}[ \\t\\r\\n]*\\z', '')";
        var closing = $"REGEXP_EXTRACT({RecordText}, '\\}}[ \\t\\r\\n]*\\z', 0)";
        var comma = $"CASE WHEN REGEXP({opened}, '^[ \\t\\r\\n]*\\{{[ \\t\\r\\n]*\\z') THEN '' ELSE ',' END";
        var table = $"CASE WHEN {HasTable} THEN '' ELSE ',\"__table\":\"business_events\"' END";
        return $"CASE WHEN {HasOperation} THEN {value} " +
            $"ELSE ENCODE({opened} || {comma} || '\"__op\":\"c\"' || {table} || {closing}, 'UTF-8') END";
    }

    static string HasOperation => JsonSql.Exists(RecordText, "$.__op");

    static string HasTable => JsonSql.Exists(RecordText, "$.__table");

    static string IsDelete => $"{JsonSql.Value(RecordText, "$.op")} = 'd'";

    static string Column(SourceFormat format, string name)
    {
        if (format != SourceFormat.Envelope) return JsonSql.Value(RecordText, $"$.{name}");
        var (before, after) = (JsonSql.Value(RecordText, $"$.before.{name}"), JsonSql.Value(RecordText, $"$.after.{name}"));
        return $"CASE WHEN {IsDelete} THEN {before} ELSE {after} END";
    }
}
