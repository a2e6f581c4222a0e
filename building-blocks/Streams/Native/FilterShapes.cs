namespace Streams;

/// <summary>
/// Indexed filters that are not found by any key are not true; whether false or unknown depends only on their shape: the expression
/// without its keys. A thousand filters on one column are one shape, so unknown is counted without looking at each.
/// </summary>
sealed class FilterShapes
{
    public static readonly FilterShapes None = new([], []);

    FilterShapes(Expression[] expressions, int[] ofFilter)
    {
        Expressions = expressions;
        OfFilter = ofFilter;
    }

    public Expression[] Expressions { get; }

    /// <summary>The shape of each filter; -1 for those that are not indexed.</summary>
    public int[] OfFilter { get; }

    public static FilterShapes Of(Expression[] expressions, List<IndexKey>?[] keys)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var shapes = new List<Expression>();
        var ofFilter = new int[expressions.Length];
        for (var filter = 0; filter < expressions.Length; filter++)
        {
            ofFilter[filter] = -1;
            if (keys[filter] is not { } own) continue;
            var shape = FilterIndex.WithoutKeys(expressions[filter], own);
            if (numbers.TryAdd(Describe(shape), shapes.Count)) shapes.Add(shape);
            ofFilter[filter] = numbers[Describe(shape)];
        }
        return new FilterShapes([.. shapes], ofFilter);
    }

    static string Describe(Expression expression) => expression switch
    {
        Expression.All all => $"all({string.Join(',', all.Parts.Select(Describe))})",
        Expression.Any any => $"any({string.Join(',', any.Parts.Select(Describe))})",
        Expression.Leaf leaf => $"{(leaf.Negated ? "!" : "")}{leaf.Predicate}",
        Expression.NotTrue notTrue => $"?{notTrue.Field}",
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "not an expression"),
    };
}
