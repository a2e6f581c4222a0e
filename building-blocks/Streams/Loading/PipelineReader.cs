using Contracts;

namespace Streams;

/// <summary>Reads a file's top level: sources, filters and joins.</summary>
sealed class PipelineReader(ProblemList problems)
{
    const int LanguageVersion = 1;

    static readonly string[] Keys = ["version", "name", "description", "owner", "sources", "filters", "joins"];

    /// <summary>What a file without sources reads, as the flat form of filters does.</summary>
    static readonly Source DefaultSource = new("business-events", Topics.RawBusinessEvents);

    public Pipeline? Read(YamlNode root, string fingerprint)
    {
        if (root.Kind != YamlKind.Mapping)
        {
            problems.Error(ProblemCodes.WrongKind, root.Place, $"a pipeline is a mapping with 'filters' or 'joins', not {root.What}");
            return null;
        }
        var pipeline = new MappingReader(root, "pipeline", Keys, problems);
        if (pipeline.Count("version") is { } version && version != LanguageVersion)
            problems.Error(ProblemCodes.WrongValue, pipeline.PlaceOf("version"),
                $"'version' is {version}; this is version {LanguageVersion} of the pipeline language");
        pipeline.Text("description", PipelineLimits.MaxTextLength);
        pipeline.Text("owner", PipelineLimits.MaxNameLength);

        var sources = ReadSources(pipeline.Node("sources"));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var filters = ReadFilters(pipeline.Has("joins") ? pipeline.Node("filters") : pipeline.Required("filters"), sources, ids);
        var joins = ReadJoins(pipeline.Node("joins"), sources, ids);
        var name = pipeline.Text("name", PipelineLimits.MaxNameLength) ?? Path.GetFileNameWithoutExtension(problems.File);
        CheckOutputs(pipeline, filters, joins);
        return new Pipeline(name, problems.File, fingerprint, sources, filters) { Joins = joins };
    }

    IReadOnlyList<Source> ReadSources(YamlNode? list)
    {
        if (list is null) return [DefaultSource];
        var reader = new SourceReader(problems);
        foreach (var node in Items(list, "sources", "source", PipelineLimits.MaxSources)) reader.Read(node);
        return reader.Sources;
    }

    List<Filter> ReadFilters(YamlNode? list, IReadOnlyList<Source> sources, HashSet<string> ids)
    {
        var filters = new List<Filter>();
        var reader = new FilterReader(problems, sources);
        foreach (var node in Items(list, "filters", "filter", PipelineLimits.MaxFilters))
            if (reader.Read(node, ids) is { } filter) filters.Add(filter);
        return filters;
    }

    List<Join> ReadJoins(YamlNode? list, IReadOnlyList<Source> sources, HashSet<string> ids)
    {
        var joins = new List<Join>();
        var reader = new JoinReader(problems, sources);
        foreach (var node in Items(list, "joins", "join", PipelineLimits.MaxJoins))
            if (reader.Read(node, ids) is { } join) joins.Add(join);
        return joins;
    }

    /// <summary>A join is the only writer of its topic: others would mix their keys with its rows.</summary>
    void CheckOutputs(MappingReader pipeline, List<Filter> filters, List<Join> joins)
    {
        foreach (var join in joins)
        {
            var others = joins.Count(other => other.OutputTopic == join.OutputTopic) - 1
                + filters.Count(filter => filter.OutputTopic == join.OutputTopic);
            if (others > 0)
                problems.Error(ProblemCodes.WrongValue, pipeline.PlaceOf("joins"),
                    $"'{join.OutputTopic}' is written by join '{join.Id}' and by another: a join needs a topic of its own");
        }
    }

    /// <summary>The mappings of a list of at least one; reports what is not one.</summary>
    List<YamlNode> Items(YamlNode? list, string key, string what, int most)
    {
        if (list is null) return [];
        if (list.Kind != YamlKind.List || list.Items.Count == 0)
        {
            problems.Error(ProblemCodes.WrongKind, list.Place, $"'{key}' must be a list of at least one {what}");
            return [];
        }
        if (list.Items.Count > most)
        {
            problems.Error(ProblemCodes.TooMuch, list.Place, $"{list.Items.Count} {key}; at most {most} in one pipeline");
            return [];
        }
        foreach (var item in list.Items.Where(item => item.Kind != YamlKind.Mapping))
            problems.Error(ProblemCodes.WrongKind, item.Place, $"a {what} is a mapping, not {item.What}");
        return [.. list.Items.Where(item => item.Kind == YamlKind.Mapping)];
    }
}
