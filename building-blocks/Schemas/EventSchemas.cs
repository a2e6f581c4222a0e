using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Schemas;

/// <summary>The wire contracts that this assembly carries: the files of <c>schemas/</c>, by event type and version.</summary>
/// <remarks>An event's file is <c>schemas/&lt;service&gt;/&lt;event-type&gt;.v&lt;version&gt;.json</c>: <c>cars/car-created.v1.json</c> is
/// version 1 of CarCreated, owned by cars.</remarks>
public static partial class EventSchemas
{
    static readonly Lazy<SchemaSet> Embedded = new(ReadEmbedded);

    static readonly Lazy<IReadOnlyDictionary<string, JsonSchema>> Newest = new(() => Events(All)
        .GroupBy(each => each.EventType)
        .ToDictionary(versions => versions.Key, versions => All[versions.MaxBy(each => each.Version)!.Name]));

    /// <summary>Every schema file, events and parts.</summary>
    public static SchemaSet All => Embedded.Value;

    /// <summary>Every event type that has a schema.</summary>
    public static IReadOnlyCollection<string> EventTypes => [.. Newest.Value.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The newest schema of an event type; null when there is none.</summary>
    /// <param name="eventType">For example <c>CarCreated</c>.</param>
    public static JsonSchema? For(string eventType) => Newest.Value.GetValueOrDefault(eventType);

    /// <summary>The events among the files of a set: file name, owning service, event type and version.</summary>
    /// <param name="set">Schemas whose names follow the rule above; other files are parts.</param>
    public static IEnumerable<(string Name, string Service, string EventType, int Version)> Events(SchemaSet set)
    {
        foreach (var name in set.Names)
        {
            if (EventFile().Match(name) is not { Success: true } match) continue;
            yield return (name, match.Groups["service"].Value, Pascal(match.Groups["event"].Value),
                int.Parse(match.Groups["version"].Value, CultureInfo.InvariantCulture));
        }
    }

    [GeneratedRegex(@"^(?<service>[a-z-]+)/(?<event>[a-z0-9-]+)\.v(?<version>[0-9]{1,4})\.json\z")]
    private static partial Regex EventFile();

    static string Pascal(string kebab)
    {
        var text = new StringBuilder();
        foreach (var word in kebab.Split('-', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
        }
        return text.ToString();
    }

    static SchemaSet ReadEmbedded()
    {
        var assembly = typeof(EventSchemas).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal));
        return SchemaSet.Parse(names.Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return (name.Replace('\\', '/'), copy.ToArray());
        }));
    }
}
