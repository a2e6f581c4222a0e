using Streams;

namespace Cli;

/// <summary>Pipelines as a graph: topics they read, filters, sides and stages of joins, topics they write, consumers.</summary>
sealed class MermaidGraph
{
    readonly Dictionary<(NodeKind Kind, string Name), Node> _nodes = [];
    readonly List<(Node From, Node To)> _edges = [];

    public MermaidGraph(IEnumerable<Pipeline> pipelines)
    {
        foreach (var pipeline in pipelines)
        {
            foreach (var filter in pipeline.Filters) Add(filter);
            foreach (var join in pipeline.Joins) Add(join, pipeline.Name);
        }
    }

    /// <summary>What a node stands for.</summary>
    internal enum NodeKind
    {
        Topic,
        Filter,
        Side,
        Stage,
        Consumer,
    }

    /// <summary>The flowchart, line by line; filters and joins that do not run are dashed.</summary>
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
        NodeKind.Stage => $"{{{{\"{Label(node)}\"}}}}",
        _ => $"[\"{Label(node)}\"]",
    };

    /// <summary>Mermaid's own escapes: names are anyone's, and a label may be shown as HTML.</summary>
    static string Label(Node node) => ShownText.Of(node.Label)
        .Replace("#", "#35;").Replace("&", "#amp;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;").Replace("`", "#96;");

    void Add(Filter filter)
    {
        var node = Add(NodeKind.Filter, filter.Id, Label(filter, filter.Id), filter.IsLive);
        var output = Topic(filter.OutputTopic);
        _edges.Add((Topic(filter.Topic), node));
        _edges.Add((node, output));
        _edges.Add((output, Add(NodeKind.Consumer, filter.ConsumerId, filter.ConsumerId, isLive: true)));
    }

    /// <summary>Its sides, the repartition topics they write, the stages that read those, named by the store of each, and the output.
    /// </summary>
    void Add(Join join, string pipeline)
    {
        foreach (var side in RekeyedSide.Of(join, new JoinNames(pipeline, join.Id)))
        {
            var node = Add(NodeKind.Side, side.Filter.Id, Label(side.Filter, side.Filter.Name), join.IsLive);
            _edges.Add((Topic(side.Source.Topic), node));
            _edges.Add((node, Topic(side.Topic)));
        }
        var tasks = JoinTasks.Of(pipeline, join, TimeProvider.System);
        var stages = tasks.Select(task => Add(NodeKind.Stage, task.Store, task.Store, join.IsLive)).ToList();
        for (var stage = 0; stage < stages.Count; stage++)
        {
            _edges.Add((Topic(tasks[stage].Topic), stages[stage]));
            // Rows subscribe to their keys, and keys answer.
            foreach (var other in tasks.Where(other => other != tasks[stage])) _edges.Add((stages[stage], Topic(other.Topic)));
        }
        _edges.Add((stages[^1], Topic(join.OutputTopic)));
    }

    Node Topic(string name) => Add(NodeKind.Topic, name, name, isLive: true);

    /// <summary>A name, and why what it names does not run.</summary>
    static string Label(Filter filter, string name) => filter.IsLive ? name : $"{name} ({FilterText.Life(filter)})";

    Node Add(NodeKind kind, string name, string label, bool isLive)
    {
        if (_nodes.TryGetValue((kind, name), out var known)) return known;
        return _nodes[(kind, name)] = new Node($"n{_nodes.Count}", kind, label, isLive);
    }

    sealed record Node(string Id, NodeKind Kind, string Label, bool IsLive);
}
