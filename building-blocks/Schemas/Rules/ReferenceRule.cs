using System.Text.Json;

namespace Schemas;

/// <summary><c>$ref</c>.</summary>
internal sealed class ReferenceRule(string reference, Node target) : IRule
{
    // JSON is at most 64 levels deep where it is parsed; a schema that follows this many references is one that refers to itself.
    const int MaxNested = 1000;

    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (++evaluation.References > MaxNested) throw new SchemaException($"$ref '{reference}' leads to itself; break the circle");
        target.Check(value, evaluation);
        evaluation.References--;
    }
}
