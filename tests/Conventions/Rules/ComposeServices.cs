using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Conventions;

/// <summary>Each compose file can be started alone: what its services wait for is in the file or in one that it includes.</summary>
internal sealed class ComposeServices : IRule
{
    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.ComposeFiles)
        {
            if (Parse(file, out var root) is { } broken)
            {
                yield return broken;
                continue;
            }

            var known = Known(repository, file, []);
            foreach (var (service, definition) in Services(root))
            {
                if (definition["image"] is null && definition["build"] is null)
                {
                    yield return new Finding(file.Path, 1, $"service {service} has no image, use build with compose/service.Dockerfile");
                }
                foreach (var name in Names(definition["depends_on"]).Where(name => !known.Contains(name)))
                {
                    yield return new Finding(file.Path, 1, $"service {service} waits for {name}, which is nowhere: include its file");
                }
            }
        }
    }

    static Finding? Parse(SourceFile file, out Mapping root)
    {
        root = default;
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(file.Text));
            root = new Mapping(yaml.Documents.Count == 1 ? yaml.Documents[0].RootNode as YamlMappingNode : null);
            return null;
        }
        catch (Exception mistake) when (mistake is YamlException or InvalidOperationException)
        {
            // YamlDotNet throws the latter for some texts that are no YAML.
            var line = mistake is YamlException located ? (int)located.Start.Line : 1;
            return new Finding(file.Path, line, $"the file is no YAML ({mistake.Message}), use 'docker compose config'");
        }
    }

    static HashSet<string> Known(Repository repository, SourceFile file, HashSet<string> visited)
    {
        if (!visited.Add(file.Path) || Parse(file, out var root) is not null) return [];
        var names = Services(root).Select(service => service.Name).ToHashSet();
        foreach (var include in Names(root["include"]))
        {
            if (repository.Find($"compose/{include}") is { } included) names.UnionWith(Known(repository, included, visited));
        }
        return names;
    }

    static IEnumerable<(string Name, Mapping Definition)> Services(Mapping root)
    {
        var services = new Mapping(root["services"] as YamlMappingNode);
        return Names(services.Node).Select(name => (name, new Mapping(services[name] as YamlMappingNode)));
    }

    static IEnumerable<string> Names(YamlNode? node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.Keys.Select(key => key.ToString()),
        YamlSequenceNode list => list.Children.Select(item => item.ToString()),
        _ => [],
    };

    readonly record struct Mapping(YamlMappingNode? Node)
    {
        public YamlNode? this[string key] =>
            Node is not null && Node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }
}
