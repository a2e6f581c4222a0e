namespace Streams;

/// <summary>
/// One side of a live join at the first of its stages: which records of a source it takes, which facts of them, and where they go by what
/// key. Its filter is evaluated beside all others of the topic, in the same scan of the record.
/// </summary>
public sealed class RekeyedSide
{
    RekeyedSide(Join join, bool isMany, string topic)
    {
        Join = join;
        IsMany = isMany;
        Topic = topic;
        Source = isMany ? join.Many.Source : join.One.Source;
        Key = isMany ? join.Many.Key : join.One.Key;
        Columns = [.. join.Columns.Where(column => column.Origin == (isMany ? JoinOrigin.Many : JoinOrigin.One))];
        var alias = isMany ? join.Many.Alias : join.One.Alias;
        Filter = new Filter(
            $"{join.Id}:{alias}", $"{join.Id}: {alias}", null, join.Owner, join.Id, Source.Topic, topic, join.Enabled, join.Status,
            join.Version, Facts(isMany ? join.Many.Condition : join.One.Condition))
        {
            Format = Source.Format,
        };
    }

    /// <summary>The join.</summary>
    public Join Join { get; }

    /// <summary>True for the side with a row of output each.</summary>
    public bool IsMany { get; }

    /// <summary>The repartition topic that it writes.</summary>
    public string Topic { get; }

    /// <summary>Where its records come from.</summary>
    public Source Source { get; }

    /// <summary>True for the records that it takes: what the file says, and no updates or deletes of an event's row.</summary>
    public Filter Filter { get; }

    /// <summary>What its writer reads of each record beside the filter.</summary>
    public IEnumerable<Field> Fields =>
    [
        .. Keys, Field.Id, Field.CreatedDate, Field.SavedDate,
        .. Columns.Select(column => column.Field!),
    ];

    /// <summary>True when a record that it does not take retracts what was there.</summary>
    public bool IsTable => Source.Kind == SourceKind.Table;

    internal Field Key { get; }

    /// <summary>The row's id and what it looks up, or the key of the other side.</summary>
    internal IReadOnlyList<Field> Keys => IsMany ? [Key, Join.Many.On] : [Key];

    internal IReadOnlyList<JoinColumn> Columns { get; }

    /// <summary>True when its Kafka key is the row id.</summary>
    internal bool IsByRow => IsMany && Join.Many.IsOnMutable;

    /// <summary>Both sides of a join.</summary>
    /// <param name="join">The join.</param>
    /// <param name="names">Its topics.</param>
    public static IReadOnlyList<RekeyedSide> Of(Join join, JoinNames names) =>
    [
        new(join, isMany: true, join.Many.IsOnMutable ? names.ByRowTopic : names.ByKeyTopic),
        new(join, isMany: false, names.ByKeyTopic),
    ];

    Condition Facts(Condition? condition)
    {
        List<Condition> parts = condition is null ? [] : [condition];
        if (Source.Format != SourceFormat.Event) parts.Insert(0, Operation(IsTable ? ["c", "r", "u"] : ["c", "r"]));
        return new Condition.All(parts);
    }

    static Condition.Comparison Operation(IEnumerable<string> names) => new(
        Field.Operation, Operator.In, ScalarType.String, [.. names.Select(name => new Literal(ScalarType.String, name))]);
}
