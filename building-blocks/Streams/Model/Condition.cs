namespace Streams;

/// <summary>What a filter asks of a record. Three-valued, as in SQL: see <see cref="Truth"/>.</summary>
public abstract record Condition
{
    Condition() { }

    /// <summary>True when every part is true (AND).</summary>
    public sealed record All(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>True when at least one part is true (OR).</summary>
    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition;

    /// <summary>True when the part is false; unknown stays unknown.</summary>
    public sealed record Not(Condition Part) : Condition;

    /// <summary>One field against literals.</summary>
    /// <param name="Field">The column.</param>
    /// <param name="Operator">How they are compared.</param>
    /// <param name="Type">What the field's text is cast to; the literals are of this type.</param>
    /// <param name="Operands">None for null tests, two (minimum, maximum) for between, any number for in and notIn, else one.</param>
    public sealed record Comparison(Field Field, Operator Operator, ScalarType Type, IReadOnlyList<Literal> Operands) : Condition;
}

/// <summary>A value written in a condition. The loader has checked that the text can be cast to the type.</summary>
public sealed record Literal(ScalarType Type, string Text);

/// <summary>The types a field's text can be cast to; a cast that fails gives unknown.</summary>
public enum ScalarType
{
    /// <summary>The text as it is; compared as UTF-8 bytes.</summary>
    String,

    /// <summary>DECIMAL(38,18): exact, rounded half up at the 18th decimal; outside its range the cast fails.</summary>
    Number,

    /// <summary>Exactly <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>ISO 8601 with offset, or epoch milliseconds; floored to milliseconds; <c>infinity</c> fails.</summary>
    Timestamp,
}

/// <summary>The words of <see cref="ScalarType"/> in pipeline files.</summary>
static class ScalarTypeNames
{
    public static IReadOnlyDictionary<string, ScalarType> ByName { get; } = new Dictionary<string, ScalarType>(StringComparer.Ordinal)
    {
        ["string"] = ScalarType.String,
        ["number"] = ScalarType.Number,
        ["boolean"] = ScalarType.Boolean,
        ["timestamp"] = ScalarType.Timestamp,
    };
}
