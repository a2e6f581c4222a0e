namespace Streams;

/// <summary>How a condition compares. All but the null tests are unknown when the field is absent, null or not a scalar.</summary>
public enum Operator
{
    /// <summary>equals</summary>
    Equal,

    /// <summary>notEquals</summary>
    NotEqual,

    /// <summary>in: equal to one of the values.</summary>
    In,

    /// <summary>notIn: equal to none of the values.</summary>
    NotIn,

    /// <summary>greaterThan</summary>
    GreaterThan,

    /// <summary>lessThan</summary>
    LessThan,

    /// <summary>greaterThanOrEqual</summary>
    GreaterThanOrEqual,

    /// <summary>lessThanOrEqual</summary>
    LessThanOrEqual,

    /// <summary>between: both ends included.</summary>
    Between,

    /// <summary>isNull: true for absent, JSON null, objects and arrays; never unknown.</summary>
    IsNull,

    /// <summary>isNotNull: the opposite of isNull; never unknown.</summary>
    IsNotNull,

    /// <summary>startsWith: the text begins with the value; strings only.</summary>
    StartsWith,

    /// <summary>matches: the pattern is found somewhere in the text; strings only.</summary>
    Matches,
}

/// <summary>The operators' names in pipeline files.</summary>
static class OperatorNames
{
    public static string Name(Operator comparison) => ByName.First(entry => entry.Value == comparison).Key;

    public static IReadOnlyDictionary<string, Operator> ByName { get; } = new Dictionary<string, Operator>(StringComparer.Ordinal)
    {
        ["equals"] = Operator.Equal,
        ["notEquals"] = Operator.NotEqual,
        ["in"] = Operator.In,
        ["notIn"] = Operator.NotIn,
        ["greaterThan"] = Operator.GreaterThan,
        ["lessThan"] = Operator.LessThan,
        ["greaterThanOrEqual"] = Operator.GreaterThanOrEqual,
        ["lessThanOrEqual"] = Operator.LessThanOrEqual,
        ["between"] = Operator.Between,
        ["isNull"] = Operator.IsNull,
        ["isNotNull"] = Operator.IsNotNull,
        ["startsWith"] = Operator.StartsWith,
        ["matches"] = Operator.Matches,
    };
}
