namespace Streams;

/// <summary>Reads the sides of a join.</summary>
sealed class JoinSideReader(ProblemList problems, IReadOnlyList<Source> sources)
{
    static readonly string[] OneKeys = ["as", "source", "conditions", "key"];
    static readonly string[] ManyKeys = [.. OneKeys, "on", "mutableKey"];

    /// <summary>The side with rows, or null when something about it was an error.</summary>
    public ManySide? ReadMany(YamlNode? node)
    {
        const string what = "many side";
        if (Mapping(node, what, ManyKeys) is not { } reader) return null;
        var (alias, source) = (Alias(reader), new SourceReference(problems, sources).Read(reader, what));
        var key = ReadField(reader, "key", source);
        var on = ReadField(reader, "on", source);
        var isMutable = reader.Boolean("mutableKey") ?? false;
        var isRead = TryCondition(reader, source, out var condition);
        return alias is null || source is null || key is null || on is null || !isRead
            ? null
            : new ManySide(alias, source, condition, key, on, isMutable);
    }

    /// <summary>The side that is looked up, or null when something about it was an error.</summary>
    public OneSide? ReadOne(YamlNode? node)
    {
        const string what = "one side";
        if (Mapping(node, what, OneKeys) is not { } reader) return null;
        var (alias, source) = (Alias(reader), new SourceReference(problems, sources).Read(reader, what));
        var key = ReadField(reader, "key", source);
        var isRead = TryCondition(reader, source, out var condition);
        return alias is null || source is null || key is null || !isRead ? null : new OneSide(alias, source, condition, key);
    }

    MappingReader? Mapping(YamlNode? node, string what, string[] keys)
    {
        if (node is null) return null;
        if (node.Kind == YamlKind.Mapping) return new MappingReader(node, what, keys, problems);
        problems.Error(ProblemCodes.WrongKind, node.Place, $"a {what} is a mapping with 'as' and 'key', not {node.What}");
        return null;
    }

    static string? Alias(MappingReader reader) => reader.Name("as", PipelineLimits.MaxNameLength,
        letter => char.IsAsciiLetterOrDigit(letter) || letter == '_', "letters, digits and underscores", required: true);

    Field? ReadField(MappingReader reader, string key, Source? source) =>
        reader.Text(key, PipelineLimits.MaxTextLength, required: true) is { } written
            ? new FieldReader(problems, source?.Format).ReadSingle(written, reader.PlaceOf(key))
            : null;

    bool TryCondition(MappingReader reader, Source? source, out Condition? condition)
    {
        condition = null;
        if (reader.Node("conditions") is not { } list) return true;
        condition = new ConditionReader(problems, source?.Format).ReadList(list, "conditions", all: true, depth: 1);
        return condition is not null;
    }
}
