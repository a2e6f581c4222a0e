using Contracts;

namespace Streams;

/// <summary>Reads a file's top level: sources and filters.</summary>
sealed class PipelineReader(ProblemList problems)
{
    const int LanguageVersion = 1;

    static readonly string[] Keys = ["version", "name", "description", "owner", "sources", "filters"];
    static readonly string[] SourceKeys = ["id", "topic", "format", "description"];

    /// <summary>What a file without sources reads, as the flat form of filters does.</summary>
    static readonly Source DefaultSource = new("business-events", Topics.RawBusinessEvents);

    public Pipeline? Read(YamlNode root, string fingerprint)
    {
        if (root.Kind != YamlKind.Mapping)
        {
            problems.Error(ProblemCodes.WrongKind, root.Place, $"a pipeline is a mapping with 'filters', not {root.What}");
            return null;
        }
        var pipeline = new MappingReader(root, "pipeline", Keys, problems);
        if (pipeline.Count("version") is { } version && version != LanguageVersion)
            problems.Error(ProblemCodes.WrongValue, pipeline.PlaceOf("version"),
                $"'version' is {version}; this is version {LanguageVersion} of the pipeline language");
        pipeline.Text("description", PipelineLimits.MaxTextLength);
        pipeline.Text("owner", PipelineLimits.MaxNameLength);

        var sources = ReadSources(pipeline.Node("sources"));
        var filters = ReadFilters(pipeline.Required("filters"), sources);
        var name = pipeline.Text("name", PipelineLimits.MaxNameLength) ?? Path.GetFileNameWithoutExtension(problems.File);
        return new Pipeline(name, problems.File, fingerprint, sources, filters);
    }

    List<Source> ReadSources(YamlNode? list)
    {
        var sources = new List<Source>();
        foreach (var node in Items(list, "sources", "source", PipelineLimits.MaxSources))
        {
            var reader = new MappingReader(node, "source", SourceKeys, problems);
            reader.Text("description", PipelineLimits.MaxTextLength);
            var id = Names.Id(reader, "id");
            var topic = Names.Topic(reader, "topic");
            if (id is null || topic is null) continue;
            if (sources.Any(source => source.Id == id))
                problems.Error(ProblemCodes.DuplicateId, reader.PlaceOf("id"), $"a second source has the id '{id}'");
            var format = reader.Choice("format", SourceFormatNames.ByName, ProblemCodes.WrongValue) ?? SourceFormat.Flat;
            if (sources.Any(source => source.Topic == topic && source.Format != format))
                problems.Error(ProblemCodes.WrongValue, reader.PlaceOf("format"), $"another source reads '{topic}' in another format");
            sources.Add(new Source(id, topic, format));
        }
        return list is null ? [DefaultSource] : sources;
    }

    List<Filter> ReadFilters(YamlNode? list, IReadOnlyList<Source> sources)
    {
        var filters = new List<Filter>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var reader = new FilterReader(problems, sources);
        foreach (var node in Items(list, "filters", "filter", PipelineLimits.MaxFilters))
            if (reader.Read(node, ids) is { } filter) filters.Add(filter);
        return filters;
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
