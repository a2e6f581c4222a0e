namespace Streams;

/// <summary>Chooses the predicate of a comparison; negative operators have been turned into negated positive ones.</summary>
static class PredicateCompiler
{
    public static Predicate Compile(Condition.Comparison comparison) => (comparison.Operator, comparison.Type) switch
    {
        (Operator.IsNull, _) => new NullTest(comparison.Field),
        (Operator.StartsWith, _) => new TextPrefix(comparison.Field, Literals.Utf8(comparison.Operands[0])),
        (Operator.Equal or Operator.In, ScalarType.String) =>
            new TextOneOf(comparison.Field, comparison.Operands.Select(Literals.Utf8)),
        (Operator.Equal or Operator.In, ScalarType.Number) => OneOf<Int128, NumberCast>(comparison),
        (Operator.Equal or Operator.In, ScalarType.Timestamp) => OneOf<long, TimestampCast>(comparison),
        (Operator.Equal or Operator.In, ScalarType.Boolean) => OneOf<bool, BooleanCast>(comparison),
        (_, ScalarType.String) => TextRange(comparison),
        (_, ScalarType.Number) => Range<Int128, NumberCast>(comparison),
        (_, ScalarType.Timestamp) => Range<long, TimestampCast>(comparison),
        _ => throw new ArgumentException($"{comparison.Operator} has no meaning for {comparison.Type}; the loader refuses it"),
    };

    static ValueOneOf<T, TCast> OneOf<T, TCast>(Condition.Comparison comparison)
        where T : struct, IComparable<T> where TCast : struct, ICast<T> =>
        new(comparison.Field, comparison.Operands.Select(Literals.Value<T, TCast>));

    static TextRange TextRange(Condition.Comparison comparison)
    {
        var (low, high) = Bounds(comparison, Literals.Utf8);
        return new TextRange(comparison.Field, low, high);
    }

    static ValueRange<T, TCast> Range<T, TCast>(Condition.Comparison comparison)
        where T : struct, IComparable<T> where TCast : struct, ICast<T>
    {
        var (low, high) = Bounds(comparison, Literals.Value<T, TCast>);
        return new ValueRange<T, TCast>(comparison.Field, low, high);
    }

    static (Bound<T>? Low, Bound<T>? High) Bounds<T>(Condition.Comparison comparison, Func<Literal, T> value)
    {
        var first = value(comparison.Operands[0]);
        return comparison.Operator switch
        {
            Operator.GreaterThan => (new Bound<T>(first, false), null),
            Operator.GreaterThanOrEqual => (new Bound<T>(first, true), null),
            Operator.LessThan => (null, new Bound<T>(first, false)),
            Operator.LessThanOrEqual => (null, new Bound<T>(first, true)),
            Operator.Between => (new Bound<T>(first, true), new Bound<T>(value(comparison.Operands[1]), true)),
            _ => throw new ArgumentException($"{comparison.Operator} is no range"),
        };
    }
}
