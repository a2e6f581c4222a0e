using System.Text.RegularExpressions;
using Contracts;

namespace Conventions;

/// <summary>Every event type has a schema in its owner's folder, and every schema has an event type.</summary>
internal sealed partial class EventSchemaFiles : IRule
{
    public IEnumerable<Finding> Check(Repository repository)
    {
        var found = new List<string>();
        foreach (var file in repository.Files)
        {
            if (SchemaFile().Match(file.Path) is not { Success: true } match) continue;
            var eventType = Pascal(match.Groups["event"].Value);
            found.Add(eventType);
            if (!EventTypes.Owners.TryGetValue(eventType, out var owner))
            {
                yield return new Finding(file.Path, 1, $"no event type {eventType} exists, add it to EventTypes.cs or remove the schema");
            }
            else if (owner != match.Groups["service"].Value)
            {
                yield return new Finding(file.Path, 1, $"{eventType} belongs to {owner}, use schemas/{owner}");
            }
        }

        foreach (var (eventType, owner) in EventTypes.Owners.Where(each => !found.Contains(each.Key)))
        {
            yield return new Finding($"schemas/{owner}", 1, $"{eventType} has no schema, add one named like car-created.v1.json");
        }
    }

    [GeneratedRegex(@"^schemas/(?<service>[a-z-]+)/(?<event>[a-z0-9-]+)\.v[0-9]+\.json$")]
    private static partial Regex SchemaFile();

    static string Pascal(string kebab) => string.Concat(kebab.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
