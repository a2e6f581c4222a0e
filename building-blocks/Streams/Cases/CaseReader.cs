namespace Streams;

/// <summary>Reads a file of cases: <c>tests</c>, each with <c>name</c>, <c>filter</c>, <c>given</c> and <c>expect</c>.</summary>
sealed class CaseReader(ProblemList problems, IReadOnlyList<Filter>? filters)
{
    static readonly string[] Keys = ["description", "tests"];
    static readonly string[] CaseKeys = ["name", "filter", "given", "expect"];

    readonly HashSet<(string Filter, string Name)> names = [];
    readonly HashSet<string>? ids = filters?.Select(filter => filter.Id).ToHashSet(StringComparer.Ordinal);

    public List<FilterCase> Read(YamlNode root)
    {
        if (root.Kind != YamlKind.Mapping)
        {
            problems.Error(ProblemCodes.WrongKind, root.Place, $"a file of cases is a mapping with 'tests', not {root.What}");
            return [];
        }
        var reader = new MappingReader(root, "file of cases", Keys, problems);
        reader.Text("description", PipelineLimits.MaxTextLength);
        if (reader.Required("tests") is not { } list) return [];
        if (list.Kind != YamlKind.List || list.Items.Count == 0)
            problems.Error(ProblemCodes.WrongKind, list.Place, "'tests' must be a list of at least one case");
        else if (list.Items.Count > PipelineLimits.MaxCases)
            problems.Error(ProblemCodes.TooMuch, list.Place, $"{list.Items.Count} cases; at most {PipelineLimits.MaxCases} in one file");
        else return [.. list.Items.Select(ReadCase).OfType<FilterCase>()];
        return [];
    }

    FilterCase? ReadCase(YamlNode node)
    {
        if (node.Kind != YamlKind.Mapping)
        {
            problems.Error(ProblemCodes.WrongKind, node.Place, $"a case is a mapping with {string.Join(", ", CaseKeys)}, not {node.What}");
            return null;
        }
        var reader = new MappingReader(node, "case", CaseKeys, problems);
        var name = reader.Text("name", PipelineLimits.MaxNameLength, required: true);
        var filter = ReadFilter(reader);
        var given = reader.Required("given") is { } written ? GivenEvent.Bytes(written) : null;
        var expected = reader.Choice("expect", OutcomeNames.ByName, ProblemCodes.WrongValue, required: true);
        if (name is null || filter is null || given is null || expected is null) return null;

        if (!names.Add((filter, name)))
            problems.Error(ProblemCodes.DuplicateId, reader.PlaceOf("name"), $"a second case of '{filter}' has the name '{name}'");
        return new FilterCase(problems.File, node.Place.Line, name, filter, given, expected.Value);
    }

    string? ReadFilter(MappingReader reader)
    {
        if (reader.Text("filter", PipelineLimits.MaxNameLength, required: true) is not { } id) return null;
        if (ids is null || ids.Contains(id)) return id;
        problems.Error(ProblemCodes.UnknownReference, reader.PlaceOf("filter"),
            $"no filter of the pipeline has the id '{id}'{NearestName.Suggest(id, ids)}");
        return null;
    }
}
