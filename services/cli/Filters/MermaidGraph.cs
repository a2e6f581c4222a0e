using Streams;

namespace Cli;

/// <summary>Pipelines as a graph: topics they read, filters, topics they write, consumers.</summary>
sealed class MermaidGraph
{
    readonly Dictionary<(NodeKind Kind, string Name), Node> _nodes = [];
    readonly List<(Node From, Node To)> _edges = [];

    public MermaidGraph(IEnumerable<Pipeline> pipelines)
    {
        foreach (var filter in pipelines.SelectMany(pipeline => pipeline.Filters))
        {
            var label = filter.IsLive ? filter.Id : $"{filter.Id} ({FilterText.Life(filter)})";
            var node = Add(NodeKind.Filter, filter.Id, label, filter.IsLive);
            var output = Add(NodeKind.Topic, filter.OutputTopic, filter.OutputTopic, isLive: true);
            _edges.Add((Add(NodeKind.Topic, filter.Topic, filter.Topic, isLive: true), node));
            _edges.Add((node, output));
            _edges.Add((output, Add(NodeKind.Consumer, filter.ConsumerId, filter.ConsumerId, isLive: true)));
        }
    }

    /// <summary>What a node stands for.</summary>
    internal enum NodeKind
    {
        Topic,
        Filter,
        Consumer,
    }

    /// <summary>The flowchart, line by line; filters that do not run are dashed.</summary>
    public IEnumerable<string> Lines()
    {
        yield return "flowchart LR";
        foreach (var node in _nodes.Values) yield return $"  {node.Id}{Shape(node)}";
        foreach (var (from, to) in Edges) yield return $"  {from.Id} --> {to.Id}";
        yield return "  classDef off stroke-dasharray: 5 5";
        foreach (var node in _nodes.Values.Where(node => !node.IsLive)) yield return $"  class {node.Id} off";
    }

    public object Json() => new
    {
        mermaid = string.Join('\n', Lines()),
        nodes = _nodes.Values.Select(node => new
        {
            id = node.Id,
            kind = node.Kind.ToString().ToLowerInvariant(),
            label = node.Label,
            live = node.IsLive,
        }),
        edges = Edges.Select(edge => new { from = edge.From.Id, to = edge.To.Id }),
    };

    /// <summary>Filters may share what they write and whom they serve.</summary>
    IEnumerable<(Node From, Node To)> Edges => _edges.Distinct();

    static string Shape(Node node) => node.Kind switch
    {
        NodeKind.Topic => $"[(\"{Label(node)}\")]",
        NodeKind.Consumer => $"([\"{Label(node)}\"])",
        _ => $"[\"{Label(node)}\"]",
    };

    /// <summary>Mermaid's own escapes: names are anyone's, and a label may be shown as HTML.</summary>
    static string Label(Node node) => ShownText.Of(node.Label)
        .Replace("#", "#35;").Replace("&", "#amp;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;").Replace("`", "#96;");

    Node Add(NodeKind kind, string name, string label, bool isLive)
    {
        if (_nodes.TryGetValue((kind, name), out var known)) return known;
        return _nodes[(kind, name)] = new Node($"n{_nodes.Count}", kind, label, isLive);
    }

    sealed record Node(string Id, NodeKind Kind, string Label, bool IsLive);
}
