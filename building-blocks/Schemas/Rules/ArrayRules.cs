using System.Text.Json;

namespace Schemas;

/// <summary><c>minItems</c> and <c>maxItems</c>.</summary>
internal sealed class ItemCountRule(bool minimum, int count) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Array) return;

        var actual = value.GetArrayLength();
        if (minimum ? actual >= count : actual <= count) return;
        evaluation.Error($"must have {(minimum ? "at least" : "at most")} {count} item{(count == 1 ? "" : "s")}, but has {actual}");
    }
}

/// <summary><c>prefixItems</c> for the first items, <c>items</c> for the others.</summary>
internal sealed class ItemsRule(IReadOnlyList<Node> first, Node? others) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Array) return;

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (evaluation.IsFull) return;
            if ((index < first.Count ? first[index] : others) is { } schema)
            {
                evaluation.Enter(index);
                schema.Check(item, evaluation);
                evaluation.Leave();
            }
            index++;
        }
    }
}
