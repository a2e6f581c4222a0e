using System.Text.Json;

namespace Schemas;

/// <summary><c>type</c>: a whole number is an integer however it is written (<c>1.0</c>, <c>1e3</c>).</summary>
internal sealed class TypeRule(IReadOnlyList<string> types) : IRule
{
    public static readonly string[] Known = ["string", "number", "integer", "boolean", "object", "array", "null"];

    public IReadOnlyList<string> Types { get; } = types;

    public void Check(JsonElement value, Evaluation evaluation)
    {
        var kind = Show.Kind(value);
        foreach (var type in Types)
        {
            if (type == kind) return;
            if (type == "integer" && kind == "number" && DecimalNumber.Read(value).IsInteger) return;
        }
        evaluation.Error($"must be {Show.AnyOf(Types)}, but is {kind}{Detail(value)}");
    }

    static string Detail(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null ? "" : $" ({Show.Value(value)})";
}
