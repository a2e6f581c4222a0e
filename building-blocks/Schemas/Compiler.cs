using System.Text.Json;

namespace Schemas;

/// <summary>Turns schema documents into rules. Each place is compiled once, so that schemas may refer to themselves.</summary>
internal sealed class Compiler(IReadOnlyDictionary<string, JsonElement> documents)
{
    readonly Dictionary<(string Document, string Pointer), Node> _nodes = [];

    public Node Document(string name) => Compile(new Place(name, ""), documents[name]);

    public Node Compile(Place place, JsonElement schema)
    {
        if (_nodes.TryGetValue((place.Document, place.Pointer), out var known)) return known;

        var node = _nodes[(place.Document, place.Pointer)] = new Node();
        node.Rules = schema.ValueKind switch
        {
            JsonValueKind.True => [],
            JsonValueKind.False => [new NothingRule()],
            JsonValueKind.Object => Rules(place, schema),
            _ => throw place.Error("a schema is an object, true or false"),
        };
        return node;
    }

    List<IRule> Rules(Place place, JsonElement schema)
    {
        var rules = new List<IRule>();
        foreach (var property in schema.EnumerateObject())
        {
            if (!Vocabulary.Keywords.TryGetValue(property.Name, out var build))
            {
                var known = string.Join(", ", Vocabulary.Keywords.Keys.Order(StringComparer.Ordinal));
                throw place.Error($"keyword '{property.Name}' is not known; known are: {known}");
            }
            if (build(new Keyword(this, place.At(property.Name), property.Value, schema)) is { } rule) rules.Add(rule);
        }
        return rules;
    }

    /// <summary>The schema that <c>$ref</c> names: <c>#/$defs/x</c>, <c>file.json</c>, <c>../folder/file.json#/$defs/x</c>.</summary>
    public Node Resolve(Place place, string reference)
    {
        var hash = reference.IndexOf('#');
        var file = hash < 0 ? reference : reference[..hash];
        var document = file.Length == 0 ? place.Document : Combine(place.Document, file);
        if (!documents.TryGetValue(document, out var target)) throw place.Error($"'{reference}': there is no file '{document}'");

        var pointer = hash < 0 ? "" : reference[(hash + 1)..];
        var at = new Place(document, "");
        foreach (var step in pointer.Split('/').Skip(1))
        {
            var name = step.Replace("~1", "/").Replace("~0", "~");
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                throw place.Error($"'{reference}': '{document}' has no '{pointer}'; only places inside objects can be named");
            }
            at = at.At(name);
        }
        return Compile(at, target);
    }

    static string Combine(string document, string file)
    {
        var steps = document.Split('/').SkipLast(1).ToList();
        foreach (var step in file.Split('/'))
        {
            if (step == ".." && steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else if (step != ".") steps.Add(step);
        }
        return string.Join('/', steps);
    }
}

/// <summary>Where a schema stands: its file and the JSON pointer inside.</summary>
internal readonly record struct Place(string Document, string Pointer)
{
    public Place At(string step) => this with { Pointer = $"{Pointer}/{step}" };

    public SchemaException Error(string message) => new($"{Document}#{Pointer}: {message}");
}
