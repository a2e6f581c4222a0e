namespace Streams;

/// <summary>Reads conditions: comparisons in the flat form, and groups (<c>all</c>, <c>any</c>, <c>not</c>) of them.</summary>
sealed class ConditionReader(ProblemList problems, SourceFormat? format)
{
    static readonly string[] GroupKeys = ["all", "any", "not"];

    readonly ComparisonReader comparisons = new(problems, format);

    /// <summary>A list of conditions, of which all or any must be true; null after reporting why there is none.</summary>
    public Condition? ReadList(YamlNode? list, string key, bool all, int depth)
    {
        if (list is null) return null;
        if (list.Kind != YamlKind.List || list.Items.Count == 0)
            return Refuse(ProblemCodes.WrongKind, list.Place, $"'{key}' must be a list of at least one condition");
        if (list.Items.Count > PipelineLimits.MaxConditions)
            return Refuse(ProblemCodes.TooMuch, list.Place,
                $"{list.Items.Count} conditions in '{key}'; at most {PipelineLimits.MaxConditions}");

        var parts = list.Items.Select(item => Read(item, depth)).ToList();
        var read = parts.OfType<Condition>().ToList();
        if (read.Count < parts.Count) return null;
        if (read.Count == 1) return read[0];
        return all ? new Condition.All(read) : new Condition.Any(read);
    }

    Condition? Read(YamlNode node, int depth)
    {
        if (node.Kind != YamlKind.Mapping)
            return Refuse(ProblemCodes.WrongKind, node.Place, $"a condition is a mapping with 'field' and 'operator', not {node.What}");
        if (depth > PipelineLimits.MaxConditionDepth)
            return Refuse(ProblemCodes.TooMuch, node.Place, $"conditions nested deeper than {PipelineLimits.MaxConditionDepth} levels");
        return node.Entries.Any(entry => GroupKeys.Contains(entry.Key.Text)) ? ReadGroup(node, depth) : comparisons.Read(node);
    }

    Condition? ReadGroup(YamlNode node, int depth)
    {
        var group = new MappingReader(node, "group of conditions", GroupKeys, problems);
        if (node.Entries.Count > 1)
            return Refuse(ProblemCodes.WrongKind, node.Place, "a group has exactly one of 'all', 'any' and 'not': nest the others in it");
        if (group.Node("all") is { } all) return ReadList(all, "all", all: true, depth + 1);
        if (group.Node("any") is { } any) return ReadList(any, "any", all: false, depth + 1);
        var part = Read(group.Node("not")!, depth + 1);
        return part is null ? null : new Condition.Not(part);
    }

    Condition? Refuse(string code, Place place, string message)
    {
        problems.Error(code, place, message);
        return null;
    }
}
