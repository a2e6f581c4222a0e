using System.Text;

namespace Streams;

/// <summary>Turns conditions into expressions over interned predicates.</summary>
sealed class ExpressionCompiler
{
    readonly List<Predicate> predicates = [];
    readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    readonly List<Field> fields = [];

    /// <summary>Every distinct predicate so far; an expression's leaves are numbers into it.</summary>
    public IReadOnlyList<Predicate> Predicates => predicates;

    /// <summary>Every field they read; a predicate's field is a number into it.</summary>
    public IReadOnlyList<Field> Fields => fields;

    public Expression Compile(Condition condition, bool negated = false) => condition switch
    {
        Condition.Not not => Compile(not.Part, !negated),
        Condition.All all => Group(all.Parts, all: !negated, negated),
        Condition.Any any => Group(any.Parts, all: negated, negated),
        Condition.Comparison comparison => Leaf(comparison, negated),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "not a condition"),
    };

    /// <summary>The field's number; it is read from now on, also where no predicate asks for it.</summary>
    public int Number(Field field)
    {
        var number = fields.IndexOf(field);
        if (number >= 0) return number;
        fields.Add(field);
        return fields.Count - 1;
    }

    Expression Group(IReadOnlyList<Condition> conditions, bool all, bool negated)
    {
        Expression[] parts = [.. conditions.Select(part => Compile(part, negated))];
        return all ? new Expression.All(parts) : new Expression.Any(parts);
    }

    Expression.Leaf Leaf(Condition.Comparison comparison, bool negated)
    {
        var positive = Positive(comparison);
        var isNegative = positive.Operator != comparison.Operator;
        // "Some entity is not x" is not the opposite of "some entity is x".
        if (comparison.Field.Kind == FieldKind.AnyEntity)
        {
            var any = Intern(comparison, field => new AnyEntity(PredicateCompiler.Compile(positive, field), isNegative));
            return new Expression.Leaf(any, negated);
        }
        return new Expression.Leaf(Intern(positive, field => PredicateCompiler.Compile(positive, field)), negated ^ isNegative);
    }

    static Condition.Comparison Positive(Condition.Comparison comparison) => comparison.Operator switch
    {
        Operator.NotEqual => comparison with { Operator = Operator.Equal },
        Operator.NotIn => comparison with { Operator = Operator.In },
        Operator.IsNotNull => comparison with { Operator = Operator.IsNull },
        _ => comparison,
    };

    int Intern(Condition.Comparison comparison, Func<int, Predicate> compile)
    {
        var name = Describe(comparison);
        if (numbers.TryGetValue(name, out var number)) return number;
        numbers[name] = predicates.Count;
        predicates.Add(compile(Number(comparison.Field)));
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
