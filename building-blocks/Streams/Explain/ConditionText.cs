namespace Streams;

/// <summary>Conditions in words, for people; literals are shortened.</summary>
public static class ConditionText
{
    const int ShownOperands = 5;

    /// <summary>A comparison in full, a group by its word.</summary>
    public static string Of(Condition condition) => condition switch
    {
        Condition.All => "all",
        Condition.Any => "any",
        Condition.Not => "not",
        Condition.Comparison comparison => Of(comparison),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "not a condition"),
    };

    /// <summary>The type's name in pipeline files.</summary>
    public static string Name(ScalarType type) => type.ToString().ToLowerInvariant();

    static string Of(Condition.Comparison comparison)
    {
        var words = new List<string> { comparison.Field.Name, OperatorNames.Name(comparison.Operator) };
        if (comparison.Operands.Count > 0) words.Add(Operands(comparison));
        if (comparison.Type != ScalarType.String) words.Add($"({Name(comparison.Type)})");
        return string.Join(' ', words);
    }

    static string Operands(Condition.Comparison comparison)
    {
        var shown = comparison.Operands.Take(ShownOperands).Select(Shown).ToList();
        if (comparison.Operator == Operator.Between) return string.Join(" and ", shown);
        var rest = comparison.Operands.Count - shown.Count;
        return string.Join(", ", shown) + (rest > 0 ? $" and {rest} more" : "");
    }

    static string Shown(Literal literal) =>
        literal.Type == ScalarType.String ? $"'{YamlNode.Shorten(literal.Text)}'" : YamlNode.Shorten(literal.Text);
}
