namespace Streams;

/// <summary>
/// Filters of one topic, compiled for the native engine; immutable, shared by all threads. Comparisons that filters share run once a
/// record, and filters that need some field to have some text are found by that text, so their number costs nothing.
/// </summary>
public sealed class FilterSet
{
    FilterSet(IReadOnlyList<Filter> filters, SourceFormat format, ExpressionCompiler compiled, Expression[] expressions)
    {
        Filters = filters;
        Predicates = [.. compiled.Predicates];
        Fields = compiled.Fields;
        Expressions = expressions;
        Counts = new FilterCounts(filters.Count);
        Layout = new RecordLayout(format, compiled.Fields);
    }

    /// <summary>The live filters, in the order given; matches are numbers into it.</summary>
    public IReadOnlyList<Filter> Filters { get; }

    /// <summary>What all evaluators of this set have counted.</summary>
    public FilterCounts Counts { get; }

    internal Predicate[] Predicates { get; }

    internal Expression[] Expressions { get; }

    internal IReadOnlyList<Field> Fields { get; }

    internal RecordLayout Layout { get; }

    internal TextTable[] Tables { get; private init; } = [];

    /// <summary>Filters that are evaluated for every record.</summary>
    internal int[] Unindexed { get; private init; } = [];

    internal FilterShapes Shapes { get; private init; } = FilterShapes.None;

    /// <summary>Compiles the live ones of some filters; others are left out.</summary>
    /// <param name="filters">Checked filters of one format.</param>
    /// <param name="indexed">False evaluates every filter for every record: the plain form that the index is tested against.</param>
    /// <param name="format">Of the records; null: that of the filters.</param>
    /// <param name="fields">What else is read of each record, for <see cref="FilterEvaluator.TryText"/>.</param>
    /// <exception cref="ArgumentException">The live filters are of different formats.</exception>
    public static FilterSet Compile(
        IEnumerable<Filter> filters, bool indexed = true, SourceFormat? format = null, params IEnumerable<Field> fields)
    {
        Filter[] live = [.. filters.Where(filter => filter.IsLive)];
        var common = format ?? live.Select(filter => filter.Format).FirstOrDefault();
        if (live.Any(filter => filter.Format != common))
            throw new ArgumentException("filters of different formats", nameof(filters));
        var compiler = new ExpressionCompiler();
        Expression[] expressions = [.. live.Select(filter => compiler.Compile(filter.Condition))];
        foreach (var field in fields) compiler.Number(field);
        var index = new FilterIndex(compiler.Predicates, compiler.Fields);
        List<IndexKey>?[] keys = [.. expressions.Select(expression => indexed ? index.Keys(expression) : null)];

        var entries = keys.SelectMany((list, filter) => (list ?? []).Select(key => (key.Field, key.Text, filter)));
        return new FilterSet(live, common, compiler, expressions)
        {
            Tables = [.. entries.GroupBy(entry => entry.Field).Select(group =>
                new TextTable(group.Key, group.Select(entry => (entry.Text, entry.filter))))],
            Unindexed = [.. Enumerable.Range(0, live.Length).Where(filter => keys[filter] is null)],
            Shapes = FilterShapes.Of(expressions, keys),
        };
    }

    /// <summary>A field's number for <see cref="FilterEvaluator.TryText"/>.</summary>
    /// <exception cref="ArgumentException">The set does not read it.</exception>
    public int NumberOf(Field field)
    {
        for (var number = 0; number < Fields.Count; number++)
            if (Fields[number] == field) return number;
        throw new ArgumentException($"these filters do not read {field}", nameof(field));
    }

    /// <summary>An evaluator with its own buffers, for one thread at a time; keep it.</summary>
    public FilterEvaluator NewEvaluator() => new(this);
}
