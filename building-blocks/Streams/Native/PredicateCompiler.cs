namespace Streams;

/// <summary>Chooses the predicate of a comparison; negative operators have been turned into negated positive ones.</summary>
static class PredicateCompiler
{
    public static Predicate Compile(Condition.Comparison comparison, int field) => (comparison.Operator, comparison.Type) switch
    {
        (Operator.IsNull, _) => new NullTest(field),
        (Operator.StartsWith, _) => new TextPrefix(field, Literals.Utf8(comparison.Operands[0])),
        (Operator.Matches, _) => new TextMatch(field, Literals.Pattern(comparison.Operands[0])),
        (Operator.Equal or Operator.In, ScalarType.String) =>
            new TextOneOf(field, comparison.Operands.Select(Literals.Utf8)),
        (Operator.Equal or Operator.In, ScalarType.Number) => OneOf<Int128, NumberCast>(comparison, field),
        (Operator.Equal or Operator.In, ScalarType.Timestamp) => OneOf<long, TimestampCast>(comparison, field),
        (Operator.Equal or Operator.In, ScalarType.Boolean) => OneOf<bool, BooleanCast>(comparison, field),
        (_, ScalarType.String) => TextRange(comparison, field),
        (_, ScalarType.Number) => Range<Int128, NumberCast>(comparison, field),
        (_, ScalarType.Timestamp) => Range<long, TimestampCast>(comparison, field),
        _ => throw new ArgumentException($"{comparison.Operator} has no meaning for {comparison.Type}; the loader refuses it"),
    };

    static ValueOneOf<T, TCast> OneOf<T, TCast>(Condition.Comparison comparison, int field)
        where T : struct, IComparable<T> where TCast : struct, ICast<T> =>
        new(field, comparison.Operands.Select(Literals.Value<T, TCast>));

    static TextRange TextRange(Condition.Comparison comparison, int field)
    {
        var (low, high) = Bounds(comparison, Literals.Utf8);
        return new TextRange(field, low, high);
    }

    static ValueRange<T, TCast> Range<T, TCast>(Condition.Comparison comparison, int field)
        where T : struct, IComparable<T> where TCast : struct, ICast<T>
    {
        var (low, high) = Bounds(comparison, Literals.Value<T, TCast>);
        return new ValueRange<T, TCast>(field, low, high);
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
