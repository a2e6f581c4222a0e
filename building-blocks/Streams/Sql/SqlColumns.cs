namespace Streams;

/// <summary>The columns that filters and joins look at: each needed field once as text, and once for each type it is cast to.</summary>
sealed class SqlColumns
{
    readonly List<Field> fields = [];
    readonly List<(Field Field, ScalarType Type)> casts = [];
    readonly SourceFormat format;

    /// <param name="format">What the records look like.</param>
    /// <param name="conditions">Conditions on them.</param>
    /// <param name="others">What else is looked at, as which type.</param>
    public SqlColumns(
        SourceFormat format, IEnumerable<Condition> conditions, params IEnumerable<(Field Field, ScalarType Type)> others)
    {
        this.format = format;
        var comparisons = conditions.SelectMany(FilterExplainer.Nodes).OfType<Condition.Comparison>().ToList();
        var wanted = others.ToList();
        fields.AddRange(comparisons.Select(comparison => comparison.Field).Concat(wanted.Select(other => other.Field)).Distinct());
        casts.AddRange(comparisons.Where(NeedsCast).Select(comparison => (comparison.Field, comparison.Type))
            .Concat(wanted.Where(other => other.Type != ScalarType.String)).Distinct());
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

    /// <summary>The name of the column of a field of one value as a type.</summary>
    public static string Of(Field field, ScalarType type) =>
        SqlText.Name(type == ScalarType.String ? field.Name : CastName(field, type, 0));

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
