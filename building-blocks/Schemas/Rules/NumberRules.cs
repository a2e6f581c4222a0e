using System.Text.Json;

namespace Schemas;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class BoundRule(string keyword, JsonElement bound) : IRule
{
    readonly DecimalNumber _limit = DecimalNumber.Read(bound);
    readonly string _text = bound.GetRawText();

    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Number) return;

        var order = DecimalNumber.Read(value).CompareTo(_limit);
        var (holds, words) = keyword switch
        {
            "minimum" => (order >= 0, "at least"),
            "maximum" => (order <= 0, "at most"),
            "exclusiveMinimum" => (order > 0, "more than"),
            _ => (order < 0, "less than"),
        };
        if (!holds) evaluation.Error($"must be {words} {_text}, but is {Show.Value(value)}");
    }
}

/// <summary><c>multipleOf</c>, exact: 932.16 is a multiple of 0.01.</summary>
internal sealed class MultipleOfRule(JsonElement divisor) : IRule
{
    readonly DecimalNumber _step = DecimalNumber.Read(divisor);
    readonly string _text = divisor.GetRawText();

    public bool CanDivide => _step.CanDivide;

    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Number || DecimalNumber.Read(value).IsMultipleOf(_step)) return;
        evaluation.Error($"must be a multiple of {_text}, but is {Show.Value(value)}");
    }
}
