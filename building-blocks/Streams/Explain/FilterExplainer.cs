namespace Streams;

/// <summary>
/// Asks one filter, live or not, what it makes of single records, and why: the engine that routes, for tools. One thread at a time; any
/// bytes are safe to give it.
/// </summary>
public sealed class FilterExplainer(Filter filter)
{
    readonly FilterEvaluator whole = Evaluator(filter, [filter.Condition]);
    FilterEvaluator? each;
    int next;

    /// <summary>The filter.</summary>
    public Filter Filter => filter;

    /// <summary>Why the last record judged cannot be read; null when it can.</summary>
    public string? Problem => whole.Problem;

    /// <summary>What the filter makes of a record.</summary>
    public Outcome Judge(ReadOnlySpan<byte> record)
    {
        if (!whole.Evaluate(record)) return Outcome.Error;
        return whole.TruthOf(0, record) switch
        {
            Truth.True => Outcome.Match,
            Truth.False => Outcome.NoMatch,
            _ => Outcome.Unknown,
        };
    }

    /// <summary>The same, with the truth of every condition of the filter: those that routing would skip too.</summary>
    public Explanation Explain(ReadOnlySpan<byte> record)
    {
        var outcome = Judge(record);
        if (outcome == Outcome.Error) return new Explanation(outcome, Problem, null);
        each ??= Evaluator(filter, Nodes(filter.Condition));
        each.Evaluate(record);
        next = 0;
        return new Explanation(outcome, null, Tree(each, filter.Condition, record));
    }

    /// <summary>A condition and everything in it: each before its parts.</summary>
    public static IEnumerable<Condition> Nodes(Condition condition) => Parts(condition).SelectMany(Nodes).Prepend(condition);

    static IReadOnlyList<Condition> Parts(Condition condition) => condition switch
    {
        Condition.All all => all.Parts,
        Condition.Any any => any.Parts,
        Condition.Not not => [not.Part],
        _ => [],
    };

    /// <summary>In the order of <see cref="Nodes"/>, which numbers the conditions.</summary>
    TruthNode Tree(FilterEvaluator evaluator, Condition condition, ReadOnlySpan<byte> record)
    {
        var truth = evaluator.TruthOf(next++, record);
        var parts = new List<TruthNode>();
        foreach (var part in Parts(condition)) parts.Add(Tree(evaluator, part, record));
        var reads = condition is Condition.Comparison comparison ? Read(evaluator, comparison, record) : null;
        return new TruthNode(condition, ConditionText.Of(condition), truth, reads, parts);
    }

    static List<ReadText> Read(FilterEvaluator evaluator, Condition.Comparison comparison, ReadOnlySpan<byte> record) =>
        [.. evaluator.TextsOf(comparison.Field, record).Select(text =>
            new ReadText(text, comparison.Type, text is null ? null : CastText.Of(comparison.Type, text)))];

    /// <summary>One number for each condition, evaluated for every record.</summary>
    static FilterEvaluator Evaluator(Filter filter, IEnumerable<Condition> conditions)
    {
        var live = filter with { Enabled = true, Status = FilterStatus.Active };
        return FilterSet.Compile(conditions.Select(condition => live with { Condition = condition }), indexed: false).NewEvaluator();
    }
}
