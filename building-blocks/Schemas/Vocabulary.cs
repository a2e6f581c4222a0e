using System.Text.Json;
using System.Text.RegularExpressions;

namespace Schemas;

/// <summary>One keyword in a schema: its value, its place, the schema around it.</summary>
internal readonly record struct Keyword(Compiler Compiler, Place Place, JsonElement Value, JsonElement Schema)
{
    public Node Node() => Compiler.Compile(Place, Value);

    public List<Node> List()
    {
        var (compiler, place) = (Compiler, Place);
        if (Value.ValueKind != JsonValueKind.Array || Value.GetArrayLength() == 0) throw Place.Error("is a list of at least one schema");
        return [.. Value.EnumerateArray().Select((schema, i) => compiler.Compile(place.At(i.ToString()), schema))];
    }

    public Dictionary<string, Node> Map()
    {
        var (compiler, place) = (Compiler, Place);
        if (Value.ValueKind != JsonValueKind.Object) throw Place.Error("is an object of schemas");
        return Value.EnumerateObject().ToDictionary(each => each.Name, each => compiler.Compile(place.At(each.Name), each.Value));
    }

    public int Count() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var count) && count >= 0
        ? count
        : throw Place.Error("is a whole number, zero or more");

    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Place.Error("is a string");

    public List<string> Texts()
    {
        var texts = Value.ValueKind == JsonValueKind.Array ? Value.EnumerateArray().ToList() : null;
        if (texts is null || texts.Exists(each => each.ValueKind != JsonValueKind.String)) throw Place.Error("is a list of strings");
        return [.. texts.Select(each => each.GetString()!)];
    }

    /// <summary>The same schema's other keyword, when it has it.</summary>
    public Keyword? Sibling(string name)
    {
        if (!Schema.TryGetProperty(name, out var value)) return null;
        var parent = Place.Pointer[..Place.Pointer.LastIndexOf('/')];
        return this with { Value = value, Place = new Place(Place.Document, $"{parent}/{name}") };
    }

    public Regex Pattern(string text)
    {
        try
        {
            return Patterns.Compile(text);
        }
        catch (Exception unusable) when (unusable is ArgumentException or NotSupportedException)
        {
            throw Place.Error($"'{text}' is not a pattern that runs in linear time: {unusable.Message}");
        }
    }
}

/// <summary>Every keyword that schemas may use, and the rule it becomes. Keywords without a rule are annotations, or are read by
/// another.</summary>
internal static class Vocabulary
{
    public static readonly IReadOnlyDictionary<string, Func<Keyword, IRule?>> Keywords = new Dictionary<string, Func<Keyword, IRule?>>
    {
        ["$schema"] = _ => null,
        ["$comment"] = _ => null,
        ["title"] = _ => null,
        ["description"] = _ => null,
        ["default"] = _ => null,
        ["examples"] = _ => null,
        ["deprecated"] = _ => null,
        ["$defs"] = Definitions,
        ["$ref"] = keyword => new ReferenceRule(keyword.Text(), keyword.Compiler.Resolve(keyword.Place, keyword.Text())),
        ["type"] = Type,
        ["enum"] = keyword => new OneOfValuesRule([.. keyword.Value.EnumerateArray()]),
        ["const"] = keyword => new OneOfValuesRule([keyword.Value]),
        ["minimum"] = Bound("minimum"),
        ["maximum"] = Bound("maximum"),
        ["exclusiveMinimum"] = Bound("exclusiveMinimum"),
        ["exclusiveMaximum"] = Bound("exclusiveMaximum"),
        ["multipleOf"] = MultipleOf,
        ["minLength"] = keyword => new LengthRule(true, keyword.Count()),
        ["maxLength"] = keyword => new LengthRule(false, keyword.Count()),
        ["pattern"] = keyword => new PatternRule(keyword.Text(), keyword.Pattern(keyword.Text())),
        ["format"] = Format,
        ["minItems"] = keyword => new ItemCountRule(true, keyword.Count()),
        ["maxItems"] = keyword => new ItemCountRule(false, keyword.Count()),
        ["prefixItems"] = keyword => new ItemsRule(keyword.List(), keyword.Sibling("items")?.Node()),
        ["items"] = keyword => keyword.Sibling("prefixItems") is null ? new ItemsRule([], keyword.Node()) : null,
        ["required"] = keyword => new RequiredRule(keyword.Texts()),
        ["minProperties"] = keyword => new PropertyCountRule(true, keyword.Count()),
        ["maxProperties"] = keyword => new PropertyCountRule(false, keyword.Count()),
        ["properties"] = Properties,
        ["patternProperties"] = keyword => keyword.Sibling("properties") is null ? Properties(keyword) : null,
        ["additionalProperties"] = keyword =>
            keyword.Sibling("properties") is null && keyword.Sibling("patternProperties") is null ? Properties(keyword) : null,
        ["allOf"] = keyword => new AllOfRule(keyword.List()),
        ["anyOf"] = keyword => new AlternativesRule(keyword.List(), exactlyOne: false),
        ["oneOf"] = keyword => new AlternativesRule(keyword.List(), exactlyOne: true),
        ["not"] = keyword => new NotRule(keyword.Node()),
        ["if"] = keyword => new ConditionRule(keyword.Node(), keyword.Sibling("then")?.Node(), keyword.Sibling("else")?.Node()),
        ["then"] = _ => null,
        ["else"] = _ => null,
    };

    static IRule? Definitions(Keyword keyword)
    {
        keyword.Map();
        return null;
    }

    static TypeRule Type(Keyword keyword)
    {
        List<string> types = keyword.Value.ValueKind == JsonValueKind.String ? [keyword.Text()] : keyword.Texts();
        return types.Count > 0 && types.All(TypeRule.Known.Contains)
            ? new TypeRule(types)
            : throw keyword.Place.Error($"is one or several of {Show.AnyOf(TypeRule.Known)}");
    }

    static Func<Keyword, IRule> Bound(string name) => keyword => keyword.Value.ValueKind == JsonValueKind.Number
        ? new BoundRule(name, keyword.Value)
        : throw keyword.Place.Error("is a number");

    static MultipleOfRule MultipleOf(Keyword keyword)
    {
        if (keyword.Value.ValueKind == JsonValueKind.Number && new MultipleOfRule(keyword.Value) is { CanDivide: true } rule) return rule;
        throw keyword.Place.Error("is a number above zero of at most 18 digits");
    }

    static FormatRule Format(Keyword keyword) => FormatRule.Known.Contains(keyword.Text())
        ? new FormatRule(keyword.Text())
        : throw keyword.Place.Error($"'{keyword.Text()}' is not a known format; known are {Show.AnyOf(FormatRule.Known)}");

    static PropertiesRule Properties(Keyword keyword)
    {
        var named = keyword.Sibling("properties")?.Map() ?? [];
        var matching = keyword.Sibling("patternProperties") is { } patterns
            ? patterns.Map().Select(each => (keyword.Pattern(each.Key), each.Value)).ToList()
            : [];
        var others = keyword.Sibling("additionalProperties");
        var closed = others?.Value.ValueKind == JsonValueKind.False;
        return new PropertiesRule(named, matching, others?.Node(), closed);
    }
}
