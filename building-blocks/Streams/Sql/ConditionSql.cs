using System.Globalization;

namespace Streams;

/// <summary>Conditions as SQL over the columns of <see cref="SqlColumns"/>: what a filter means.</summary>
static class ConditionSql
{
    public static string Of(Condition condition) => condition switch
    {
        // A side of a join may have no conditions.
        Condition.All { Parts.Count: 0 } => "TRUE",
        Condition.All all => Group(all.Parts, "AND"),
        Condition.Any any => Group(any.Parts, "OR"),
        Condition.Not not => $"(NOT {Of(not.Part)})",
        Condition.Comparison { Field.Kind: FieldKind.AnyEntity } comparison => OfAnyEntity(comparison),
        Condition.Comparison comparison => $"({Compare(comparison, SqlColumns.Of(comparison))})",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "not a condition"),
    };

    static string Group(IReadOnlyList<Condition> parts, string word) => $"({string.Join($" {word} ", parts.Select(Of))})";

    /// <summary>True of one of the entities; else false, never unknown.</summary>
    static string OfAnyEntity(Condition.Comparison comparison) =>
        $"({string.Join(" OR ", SqlColumns.Entities(comparison.Field).Select(entity => OfOne(comparison, entity)))})";

    static string OfOne(Condition.Comparison comparison, int entity)
    {
        var compared = Compare(comparison, SqlColumns.Of(comparison, entity));
        // An entity that is not there has nothing that is null.
        var asked = comparison.Operator == Operator.IsNull ? $"{SqlText.Name(EntitySql.PresenceName(entity))} AND {compared}" : compared;
        return $"({asked}) IS TRUE";
    }

    static string Compare(Condition.Comparison comparison, string column)
    {
        var asBytes = IsOrder(comparison.Operator) && comparison.Operands.Any(IsOrderedAsBytes);
        if (asBytes) column = $"ENCODE({column}, 'UTF-8')";
        string[] operands = [.. comparison.Operands.Select(operand => asBytes ? SqlText.Bytes(operand.Text) : ScalarSql.Literal(operand))];
        return comparison.Operator switch
        {
            Operator.Equal => $"{column} = {operands[0]}",
            Operator.NotEqual => $"{column} <> {operands[0]}",
            Operator.In => $"{column} IN ({string.Join(", ", operands)})",
            Operator.NotIn => $"{column} NOT IN ({string.Join(", ", operands)})",
            Operator.GreaterThan => $"{column} > {operands[0]}",
            Operator.GreaterThanOrEqual => $"{column} >= {operands[0]}",
            Operator.LessThan => $"{column} < {operands[0]}",
            Operator.LessThanOrEqual => $"{column} <= {operands[0]}",
            Operator.Between => $"{column} BETWEEN {operands[0]} AND {operands[1]}",
            Operator.IsNull => $"{column} IS NULL",
            Operator.IsNotNull => $"{column} IS NOT NULL",
            Operator.StartsWith => $"SUBSTRING({column} FROM 1 FOR {Characters(comparison.Operands[0].Text)}) = {operands[0]}",
            Operator.Matches => $"REGEXP({column}, {SqlText.Literal(Literals.Pattern(comparison.Operands[0]).Java)})",
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison.Operator, "not an operator"),
        };
    }

    static bool IsOrder(Operator comparison) => comparison is Operator.GreaterThan or Operator.GreaterThanOrEqual or Operator.LessThan
        or Operator.LessThanOrEqual or Operator.Between;

    /// <summary>
    /// Flink orders texts by UTF-16 or by UTF-8, as it happens to hold them, which differs beyond U+D7FF; and its planner drops blanks from
    /// the end of such literals. It does neither with bytes.
    /// </summary>
    static bool IsOrderedAsBytes(Literal literal) =>
        literal.Type == ScalarType.String && (literal.Text.EndsWith(' ') || literal.Text.Any(unit => unit >= '\uD800'));

    /// <summary>SQL counts code points.</summary>
    static string Characters(string text) => text.EnumerateRunes().Count().ToString(CultureInfo.InvariantCulture);
}
