using System.Text.Json;

namespace Schemas;

/// <summary><c>enum</c> and <c>const</c>: one of the listed values.</summary>
internal sealed class OneOfValuesRule(IReadOnlyList<JsonElement> values) : IRule
{
    readonly string[] _shown = [.. values.Select(Show.Value)];

    public void Check(JsonElement value, Evaluation evaluation)
    {
        foreach (var allowed in values)
        {
            if (JsonElement.DeepEquals(allowed, value)) return;
        }
        evaluation.Error($"must be {Show.AnyOf(_shown)}, but is {Show.Value(value)}");
    }
}

/// <summary>The schema <c>false</c>: no value is allowed.</summary>
internal sealed class NothingRule : IRule
{
    public void Check(JsonElement value, Evaluation evaluation) => evaluation.Error("is not allowed here");
}
