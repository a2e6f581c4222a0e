namespace Streams;

/// <summary>The columns that conditions look at: each needed field once as text, and once for each type it is cast to.</summary>
sealed class SqlColumns
{
    readonly List<Field> fields = [];
    readonly List<(Field Field, ScalarType Type)> casts = [];
    readonly SourceFormat format;

    public SqlColumns(SourceFormat format, IEnumerable<Condition> conditions)
    {
        this.format = format;
        var comparisons = conditions.SelectMany(FilterExplainer.Nodes).OfType<Condition.Comparison>().ToList();
        fields.AddRange(comparisons.Select(comparison => comparison.Field).Distinct());
        casts.AddRange(comparisons.Where(NeedsCast).Select(comparison => (comparison.Field, comparison.Type)).Distinct());
    }

    /// <summary>Whether the event must be read.</summary>
    public bool ReadsEvent => fields.Exists(each => each.Kind != FieldKind.Column);

    /// <summary>Whether every entity of it is looked at.</summary>
    public bool ReadsAllEntities => fields.Exists(each => each.Kind == FieldKind.AnyEntity);

    /// <summary>The columns in steps: each step's stand on those before.</summary>
    public IEnumerable<IReadOnlyList<SqlColumn>> Steps()
    {
        var columns = fields.Where(field => field.Kind == FieldKind.Column)
            .Select(column => new SqlColumn(FieldSql.Column(format, column), column.Name)).ToList();
        if (ReadsEvent) columns.Add(new SqlColumn(FieldSql.Event(format), FieldSql.EventText));
        yield return columns;
        if (ReadsEvent)
        {
            int[] present = ReadsAllEntities ? [.. Enumerable.Range(0, PipelineLimits.MaxAnyEntities)] : [];
            int[] asked = [.. fields.Where(field => field.IsAttribute).SelectMany(Entities).Distinct().Order()];
            yield return [EntitySql.Shape];
            yield return
            [
                .. present.Select(EntitySql.Presence), .. asked.Select(EntitySql.Attributes),
                .. OfEntities(field => field.IsEntityType || field.IsEntityId, EntitySql.Header),
            ];
            yield return [.. asked.Select(EntitySql.Unwrapped)];
            yield return [.. OfEntities(field => field.IsAttribute, EntitySql.Attribute)];
        }
        yield return [.. casts.SelectMany(cast => Entities(cast.Field).Select(entity => Cast(cast.Field, cast.Type, entity)))];
    }

    /// <summary>The name of the column that a comparison looks at, for one of the entities.</summary>
    public static string Of(Condition.Comparison comparison, int entity = 0) => SqlText.Name(NeedsCast(comparison)
        ? CastName(comparison.Field, comparison.Type, entity)
        : EntitySql.Name(comparison.Field, entity));

    /// <summary>Which entities a field is looked at of; one, without meaning, for columns.</summary>
    public static IEnumerable<int> Entities(Field field) =>
        Enumerable.Range(0, field.Kind == FieldKind.AnyEntity ? PipelineLimits.MaxAnyEntities : 1);

    IEnumerable<SqlColumn> OfEntities(Func<Field, bool> isWanted, Func<Field, int, SqlColumn> column) =>
        fields.Where(isWanted).SelectMany(field => Entities(field).Select(entity => column(field, entity)));

    static SqlColumn Cast(Field field, ScalarType type, int entity) =>
        new(ScalarSql.Cast(type, SqlText.Name(EntitySql.Name(field, entity))), CastName(field, type, entity));

    static string CastName(Field field, ScalarType type, int entity) => $"{EntitySql.Name(field, entity)} as {ConditionText.Name(type)}";

    static bool NeedsCast(Condition.Comparison comparison) =>
        comparison.Type != ScalarType.String && comparison.Operator is not (Operator.IsNull or Operator.IsNotNull);
}
