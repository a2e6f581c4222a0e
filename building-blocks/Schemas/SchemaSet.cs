using System.Text.Json;

namespace Schemas;

/// <summary>Schemas that may refer to one another by relative file name. All are compiled, and so checked, when the set is
/// loaded.</summary>
public sealed class SchemaSet
{
    readonly Dictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);

    SchemaSet(IReadOnlyDictionary<string, JsonElement> documents)
    {
        var compiler = new Compiler(documents);
        foreach (var name in documents.Keys.Order(StringComparer.Ordinal)) _schemas[name] = new JsonSchema(name, compiler.Document(name));
    }

    /// <summary>File names relative to the set's folder, with forward slashes, in order.</summary>
    public IReadOnlyCollection<string> Names => _schemas.Keys;

    /// <summary>A schema by its file name relative to the set's folder.</summary>
    /// <exception cref="SchemaException">There is none of this name.</exception>
    public JsonSchema this[string name] => _schemas.TryGetValue(name, out var schema)
        ? schema
        : throw new SchemaException($"there is no schema '{name}'; there are: {string.Join(", ", _schemas.Keys)}");

    /// <summary>Loads every <c>*.json</c> below a folder.</summary>
    /// <exception cref="SchemaException">A file is no usable schema; the message names file and place.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static SchemaSet Load(string folder) =>
        Parse(Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Select(file =>
            (Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file))));

    /// <summary>Compiles schemas from their texts.</summary>
    /// <param name="files">Relative file name with forward slashes, and UTF-8 JSON.</param>
    /// <exception cref="SchemaException">A text is no usable schema; the message names file and place.</exception>
    public static SchemaSet Parse(IEnumerable<(string Name, byte[] Json)> files)
    {
        var documents = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, json) in files)
        {
            try
            {
                documents[name] = JsonElement.Parse(json);
            }
            catch (JsonException notJson)
            {
                throw new SchemaException($"{name}: is not JSON: {notJson.Message}");
            }
        }
        return new SchemaSet(documents);
    }
}
