namespace Streams;

/// <summary>Reads the sources of a file, one after the other.</summary>
sealed class SourceReader(ProblemList problems)
{
    static readonly string[] Keys = ["id", "topic", "format", "kind", "dedupe", "description"];
    static readonly string[] DedupeKeys = ["by", "keep"];

    readonly List<Source> sources = [];
    readonly List<Place> places = [];

    /// <summary>Those that were read so far.</summary>
    public IReadOnlyList<Source> Sources => sources;

    public void Read(YamlNode node)
    {
        var reader = new MappingReader(node, "source", Keys, problems);
        reader.Text("description", PipelineLimits.MaxTextLength);
        var id = Names.Id(reader, "id");
        var topic = Names.Topic(reader, "topic");
        var format = reader.Choice("format", SourceFormatNames.ByName, ProblemCodes.WrongValue) ?? SourceFormat.Flat;
        var kind = reader.Choice("kind", SourceKindNames.ByName, ProblemCodes.WrongValue) ?? SourceKind.Events;
        var isRead = TryDedupe(reader.Node("dedupe"), format, kind, out var dedupe);
        if (id is null || topic is null) return;

        if (sources.Any(source => source.Id == id))
            problems.Error(ProblemCodes.DuplicateId, reader.PlaceOf("id"), $"a second source has the id '{id}'");
        if (sources.Any(source => source.Topic == topic && source.Format != format))
            problems.Error(ProblemCodes.WrongValue, reader.PlaceOf("format"), $"another source reads '{topic}' in another format");
        if (dedupe is not null && topic.Length > PipelineLimits.MaxDedupedTopicLength)
            problems.Error(ProblemCodes.TooMuch, reader.PlaceOf("topic"), $"'topic' has {topic.Length} characters; at most "
                + $"{PipelineLimits.MaxDedupedTopicLength} with 'dedupe', whose own topic is named after it");
        var source = new Source(id, topic, format, kind) { Dedupe = dedupe };
        if (isRead) CheckAgreement(source, reader.PlaceOf("dedupe"));
        sources.Add(source);
        places.Add(node.Place);
    }

    /// <summary>What another source of the same topic says, in words; null when both say the same.</summary>
    public static string? Disagreement(Source one, Source other)
    {
        if (one.Topic != other.Topic || one.Dedupe == other.Dedupe) return null;
        var difference = other.Dedupe is { } dedupe ? $"dedupes it {dedupe}" : "does not dedupe it";
        return $"'{other.Id}', which reads '{one.Topic}' too, {difference}: a topic is read once, so its sources say the same";
    }

    void CheckAgreement(Source source, Place place)
    {
        for (var number = 0; number < sources.Count; number++)
        {
            if (Disagreement(source, sources[number]) is not { } message) continue;
            problems.Error(ProblemCodes.WrongValue, place, $"{message} (line {places[number].Line})");
            return;
        }
    }

    /// <summary>False when something about it was an error.</summary>
    bool TryDedupe(YamlNode? node, SourceFormat format, SourceKind kind, out Dedupe? dedupe)
    {
        dedupe = null;
        if (node is null) return true;
        if (node.Kind != YamlKind.Mapping)
        {
            problems.Error(ProblemCodes.WrongKind, node.Place, $"'dedupe' is a mapping with 'by' and 'keep', not {node.What}");
            return false;
        }
        var reader = new MappingReader(node, "dedupe", DedupeKeys, problems);
        var by = reader.Text("by", PipelineLimits.MaxTextLength, required: true) is { } written
            ? new FieldReader(problems, format).ReadSingle(written, reader.PlaceOf("by"))
            : null;
        var keep = reader.Required("keep") is null
            ? null
            : reader.Duration("keep", PipelineLimits.MinDedupe, PipelineLimits.MaxDedupe);
        if (kind == SourceKind.Table)
        {
            problems.Error(ProblemCodes.WrongOperands, node.Place,
                "records of a table are what its rows become, and the last counts: leave 'dedupe' out, or make the source one of kind "
                + "events");
            return false;
        }
        if (by is null || keep is null) return false;
        dedupe = new Dedupe(by, keep.Value);
        return true;
    }
}
