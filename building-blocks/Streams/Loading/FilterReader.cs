namespace Streams;

/// <summary>Reads one filter: the flat form of the samples, whose conditions may also nest.</summary>
sealed class FilterReader(ProblemList problems, IReadOnlyList<Source> sources)
{
    static readonly string[] Keys =
    [
        "id", "name", "description", "owner", "source", "consumerId", "outputTopic", "enabled", "status", "version", "conditions",
        "conditionLogic", .. WorkflowKeys,
    ];

    /// <summary>Notes of the tool that approved and deployed a filter: accepted, of no meaning here.</summary>
    static string[] WorkflowKeys =>
        ["createdAt", "updatedAt", "approvedBy", "approvedAt", "deployedAt", "deploymentError", "flinkStatementIds"];

    static readonly Dictionary<string, bool> Logics = new(StringComparer.Ordinal) { ["AND"] = true, ["OR"] = false };

    /// <summary>The filter, or null when something about it was an error.</summary>
    public Filter? Read(YamlNode node, HashSet<string> ids)
    {
        var reader = new MappingReader(node, "filter", Keys, problems);
        var id = Names.Id(reader, "id");
        if (id is not null && !ids.Add(id))
            problems.Error(ProblemCodes.DuplicateId, reader.PlaceOf("id"), $"a second filter has the id '{id}'");
        var name = reader.Text("name", PipelineLimits.MaxNameLength, required: true);
        var consumer = reader.Text("consumerId", PipelineLimits.MaxNameLength, required: true);
        var enabled = reader.Boolean("enabled", required: true);
        var output = Names.Topic(reader, "outputTopic");
        var source = new SourceReference(problems, sources).Read(reader, "filter");
        if (output is not null && sources.Any(candidate => candidate.Topic == output))
            problems.Error(ProblemCodes.Loop, reader.PlaceOf("outputTopic"),
                $"'{output}' is a source of this pipeline: its output would come back; write to another topic");
        var all = reader.Choice("conditionLogic", Logics, ProblemCodes.WrongValue) ?? true;
        var condition = new ConditionReader(problems, source?.Format).ReadList(reader.Required("conditions"), "conditions", all, depth: 1);
        var status = reader.Choice("status", FilterStatusNames.ByName, ProblemCodes.WrongValue) ?? FilterStatus.PendingApproval;
        var description = reader.Text("description", PipelineLimits.MaxTextLength);
        var owner = reader.Text("owner", PipelineLimits.MaxNameLength);
        var version = reader.Count("version") ?? 1;

        if (id is null || name is null || consumer is null || enabled is null || output is null || source is null || condition is null)
            return null;
        return new Filter(id, name, description, owner, consumer, source.Topic, output, enabled.Value, status, version, condition)
        {
            Format = source.Format,
        };
    }
}
