using System.Text;

namespace Streams;

/// <summary>Turns conditions into expressions over interned predicates.</summary>
sealed class ExpressionCompiler
{
    readonly List<Predicate> predicates = [];
    readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Every distinct predicate so far; an expression's leaves are numbers into it.</summary>
    public IReadOnlyList<Predicate> Predicates => predicates;

    public Expression Compile(Condition condition, bool negated = false) => condition switch
    {
        Condition.Not not => Compile(not.Part, !negated),
        Condition.All all => Group(all.Parts, all: !negated, negated),
        Condition.Any any => Group(any.Parts, all: negated, negated),
        Condition.Comparison comparison => Leaf(comparison, negated),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "not a condition"),
    };

    Expression Group(IReadOnlyList<Condition> conditions, bool all, bool negated)
    {
        Expression[] parts = [.. conditions.Select(part => Compile(part, negated))];
        return all ? new Expression.All(parts) : new Expression.Any(parts);
    }

    Expression.Leaf Leaf(Condition.Comparison comparison, bool negated)
    {
        var positive = comparison.Operator switch
        {
            Operator.NotEqual => comparison with { Operator = Operator.Equal },
            Operator.NotIn => comparison with { Operator = Operator.In },
            Operator.IsNotNull => comparison with { Operator = Operator.IsNull },
            _ => comparison,
        };
        return new Expression.Leaf(Intern(positive), negated ^ positive.Operator != comparison.Operator);
    }

    int Intern(Condition.Comparison comparison)
    {
        var name = Describe(comparison);
        if (numbers.TryGetValue(name, out var number)) return number;
        numbers[name] = predicates.Count;
        predicates.Add(PredicateCompiler.Compile(comparison));
        return predicates.Count - 1;
    }

    /// <summary>Equal texts only for equal comparisons: lengths keep operands apart.</summary>
    static string Describe(Condition.Comparison comparison)
    {
        var text = new StringBuilder($"{comparison.Field} {comparison.Operator} {comparison.Type}");
        foreach (var operand in comparison.Operands) text.Append(' ').Append(operand.Text.Length).Append(':').Append(operand.Text);
        return text.ToString();
    }
}
