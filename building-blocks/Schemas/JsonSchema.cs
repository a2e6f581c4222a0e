using System.Text.Json;

namespace Schemas;

/// <summary>One compiled JSON Schema, draft 2020-12. Safe to use from many threads.</summary>
/// <remarks>
/// The vocabulary is the part of the draft that wire contracts need; <c>Vocabulary.cs</c> lists it, and a schema that uses any other
/// keyword is refused when it is loaded, so nothing is silently left unchecked. Written here because no JSON Schema library of a free
/// licence could be restored. Numbers are exact decimals of any size; <c>pattern</c> runs in linear time; <c>format</c> is checked.
/// </remarks>
public sealed class JsonSchema
{
    readonly Node _root;

    internal JsonSchema(string name, Node root)
    {
        Name = name;
        _root = root;
    }

    /// <summary>Most errors that one validation reports.</summary>
    public const int MaxErrors = 50;

    /// <summary>The schema's file, relative to its set: <c>cars/car-created.v1.json</c>.</summary>
    public string Name { get; }

    /// <summary>Checks a value.</summary>
    /// <param name="instance">The value.</param>
    /// <returns>Each field that is missing or wrong, at most <see cref="MaxErrors"/>; empty when the value follows the schema.</returns>
    public IReadOnlyList<SchemaError> Validate(JsonElement instance)
    {
        var evaluation = new Evaluation();
        try
        {
            _root.Check(instance, evaluation);
        }
        catch (InvalidOperationException notUnicode)
        {
            // System.Text.Json throws this for a string with a lone surrogate or invalid UTF-8.
            evaluation.Error($"holds text that is not Unicode: {notUnicode.Message}");
        }
        return evaluation.Errors;
    }

    /// <summary>The schema's name.</summary>
    public override string ToString() => Name;
}
