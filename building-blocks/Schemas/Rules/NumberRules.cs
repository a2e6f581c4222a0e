using System.Text.Json;

namespace Schemas;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class BoundRule(string keyword, JsonElement bound) : IRule
{
    readonly DecimalNumber limit = DecimalNumber.Read(bound);
    readonly string text = bound.GetRawText();

    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Number) return;

        var order = DecimalNumber.Read(value).CompareTo(limit);
        var (holds, words) = keyword switch
        {
            "minimum" => (order >= 0, "at least"),
            "maximum" => (order <= 0, "at most"),
            "exclusiveMinimum" => (order > 0, "more than"),
            _ => (order < 0, "less than"),
        };
        if (!holds) evaluation.Error($"must be {words} {text}, but is {Show.Value(value)}");
    }
}

/// <summary><c>multipleOf</c>, exact: 932.16 is a multiple of 0.01.</summary>
internal sealed class MultipleOfRule(JsonElement divisor) : IRule
{
    readonly DecimalNumber step = DecimalNumber.Read(divisor);
    readonly string text = divisor.GetRawText();

    public bool CanDivide => step.CanDivide;

    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Number || DecimalNumber.Read(value).IsMultipleOf(step)) return;
        evaluation.Error($"must be a multiple of {text}, but is {Show.Value(value)}");
    }
}
