using System.Globalization;

namespace Streams;

/// <summary>
/// Where the texts of entities are in an event, for both of its shapes: in steps, each of columns over those of the steps before.
/// </summary>
static class EntitySql
{
    const string HasBodyColumn = "event_body";
    const string Body = "$.eventBody.entities";
    const string Flat = "$.entities";

    static readonly string HasBody = SqlText.Name(HasBodyColumn);
    static readonly string Event = SqlText.Name(FieldSql.EventText);

    /// <summary>First step: the shape.</summary>
    public static SqlColumn Shape => new(JsonSql.Exists(Event, "$.eventBody"), HasBodyColumn);

    /// <summary>Second step: whether the event has an entity that is not null.</summary>
    public static SqlColumn Presence(int entity) => new(
        ByShape(JsonSql.Exists(Event, At(Body, entity)), JsonSql.Exists(Event, At(Flat, entity))), PresenceName(entity));

    /// <summary>Second step: type or id of an entity.</summary>
    public static SqlColumn Header(Field field, int entity)
    {
        var key = field.IsEntityType ? "entityType" : "entityId";
        return new SqlColumn(
            ByShape(JsonSql.Value(Event, $"{At(Body, entity)}.{key}"), JsonSql.Value(Event, $"{At(Flat, entity)}.entityHeader.{key}")),
            Name(field, entity));
    }

    /// <summary>Second step: the object with an entity's attributes, as JSON; they may be in a wrapper.</summary>
    public static SqlColumn Attributes(int entity) => new(
        ByShape(JsonSql.Query(Event, $"{At(Body, entity)}.updatedAttributes"), JsonSql.Query(Event, At(Flat, entity))),
        WrappedName(entity));

    /// <summary>Third step: the attributes without wrapper. A wrapper is an only attribute that is an object.</summary>
    public static SqlColumn Unwrapped(int entity)
    {
        var attributes = SqlText.Name(WrappedName(entity));
        var only = JsonSql.Query(JsonSql.Query(attributes, "$.*"), "$[0]");
        return new SqlColumn(
            $"CASE WHEN {HasBody} AND {attributes} IS JSON OBJECT AND {JsonSql.Value(attributes, "$.length()")} = '1' " +
            $"AND {only} IS JSON OBJECT THEN {only} ELSE {attributes} END", UnwrappedName(entity));
    }

    /// <summary>Fourth step: one attribute.</summary>
    public static SqlColumn Attribute(Field field, int entity) =>
        new(JsonSql.Value(SqlText.Name(UnwrappedName(entity)), $"$.{field.Part}"), Name(field, entity));

    /// <summary>Whether the event can be read: JSON, and no more entities than are looked at, where each is.</summary>
    public static string IsReadable(bool looksAtAll)
    {
        var isJson = $"({Event} IS NULL OR {Event} IS JSON)";
        return looksAtAll ? $"{isJson} AND ({ByShape(HasMore(Body), HasMore(Flat))}) IS NOT TRUE" : isJson;
    }

    /// <summary>The name of the column that tells whether an entity is there.</summary>
    public static string PresenceName(int entity) => $"entities[{Digits(entity)}]";

    /// <summary>The name of a field's column, of one of the entities.</summary>
    public static string Name(Field field, int entity) =>
        field.Kind == FieldKind.AnyEntity ? $"entities[{Digits(entity)}].{field.Part}" : field.Name;

    static string HasMore(string entities) => $"{JsonSql.Query(Event, entities)} IS JSON ARRAY " +
        $"AND TRY_CAST({JsonSql.Value(Event, $"{entities}.length()")} AS INT) > {Digits(PipelineLimits.MaxAnyEntities)}";

    static string ByShape(string body, string flat) => $"CASE WHEN {HasBody} THEN {body} ELSE {flat} END";

    static string WrappedName(int entity) => $"attributes[{Digits(entity)}] as sent";

    static string UnwrappedName(int entity) => $"attributes[{Digits(entity)}]";

    static string At(string entities, int entity) => $"{entities}[{Digits(entity)}]";

    static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
