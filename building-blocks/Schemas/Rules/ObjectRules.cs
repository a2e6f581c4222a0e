using System.Text.Json;
using System.Text.RegularExpressions;

namespace Schemas;

/// <summary><c>required</c>.</summary>
internal sealed class RequiredRule(IReadOnlyList<string> names) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _)) evaluation.Error(name, "is missing: this field is required");
        }
    }
}

/// <summary><c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class PropertyCountRule(bool minimum, int count) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Object) return;

        var actual = value.EnumerateObject().Select(property => property.Name).Distinct(StringComparer.Ordinal).Count();
        if (minimum ? actual >= count : actual <= count) return;
        evaluation.Error($"must have {(minimum ? "at least" : "at most")} {count} field{(count == 1 ? "" : "s")}, but has {actual}");
    }
}

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>. Of a field named twice the last one is checked, as
/// it is the one that PostgreSQL and .NET read.</summary>
internal sealed class PropertiesRule(
    IReadOnlyDictionary<string, Node> named, IReadOnlyList<(Regex Name, Node Schema)> matching, Node? others, bool closed) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            if (evaluation.IsFull) return;
            var name = property.Name;
            CheckProperty(name, value.GetProperty(name), evaluation);
        }
    }

    void CheckProperty(string name, JsonElement value, Evaluation evaluation)
    {
        evaluation.Enter(name);
        var known = named.TryGetValue(name, out var schema);
        schema?.Check(value, evaluation);
        foreach (var (pattern, patternSchema) in matching)
        {
            if (!pattern.IsMatch(name)) continue;
            known = true;
            patternSchema.Check(value, evaluation);
        }

        if (!known && closed) evaluation.Error($"is not known here; known fields: {Show.AnyOf([.. named.Keys.Order()])}");
        else if (!known) others?.Check(value, evaluation);
        evaluation.Leave();
    }
}
