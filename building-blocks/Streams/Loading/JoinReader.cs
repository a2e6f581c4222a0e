namespace Streams;

/// <summary>Reads one join.</summary>
sealed class JoinReader(ProblemList problems, IReadOnlyList<Source> sources)
{
    static readonly string[] Keys =
    [
        "id", "description", "owner", "type", "kind", "enabled", "status", "version", "many", "one", "wait", "keep", "select",
        "outputTopic",
    ];

    /// <summary>The join, or null when something about it was an error.</summary>
    public Join? Read(YamlNode node, HashSet<string> ids)
    {
        var reader = new MappingReader(node, "join", Keys, problems);
        var id = Names.Id(reader, "id");
        if (id is not null && !ids.Add(id))
            problems.Error(ProblemCodes.DuplicateId, reader.PlaceOf("id"), $"a second filter or join has the id '{id}'");
        var type = reader.Choice("type", JoinWords.Types, ProblemCodes.WrongValue, required: true);
        var kind = reader.Choice("kind", JoinWords.Kinds, ProblemCodes.WrongValue, required: true);
        var enabled = reader.Boolean("enabled", required: true);
        var status = reader.Choice("status", FilterStatusNames.ByName, ProblemCodes.WrongValue) ?? FilterStatus.PendingApproval;
        var version = reader.Count("version") ?? 1;
        var description = reader.Text("description", PipelineLimits.MaxTextLength);
        var owner = reader.Text("owner", PipelineLimits.MaxNameLength);
        var output = Names.Topic(reader, "outputTopic");
        if (output is not null && sources.Any(candidate => candidate.Topic == output))
            problems.Error(ProblemCodes.Loop, reader.PlaceOf("outputTopic"),
                $"'{output}' is a source of this pipeline: its output would come back; write to another topic");

        var sides = new JoinSideReader(problems, sources);
        var many = sides.ReadMany(reader.Required("many"));
        var one = sides.ReadOne(reader.Required("one"));
        var wait = reader.Duration("wait", TimeSpan.FromMilliseconds(1), PipelineLimits.MaxWait);
        var keep = reader.Duration("keep", PipelineLimits.MinKeep, PipelineLimits.MaxKeep);
        if (type is not null && many is not null) CheckType(reader, type.Value, many);
        if (kind == JoinKind.Inner && wait is not null)
            problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf("wait"), "an inner join shows no row alone: leave 'wait' out");
        var columns = many is null || one is null ? null : new JoinColumnReader(problems, many, one).Read(reader.Required("select"));

        if (id is null || type is null || kind is null || enabled is null || output is null || columns is null) return null;
        return new Join(
            id, description, owner, enabled.Value, status, version, type.Value, kind.Value, many!, one!, columns, output)
        {
            Wait = wait,
            Keep = keep,
        };
    }

    void CheckType(MappingReader reader, JoinType type, ManySide many)
    {
        if (type == JoinType.AsOfProcessingTime)
        {
            if (reader.Has("wait"))
                problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf("wait"),
                    "a join as of processing time takes what is there: leave 'wait' out, or use type latest");
            if (many.IsOnMutable || many.Source.Kind == SourceKind.Table)
                problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf("many"),
                    "a join as of processing time never corrects a row: its many side is a source of kind events without 'mutableKey'; "
                    + "use type latest for rows that change");
        }
        else if (many.Source.Kind == SourceKind.Table && !many.IsOnMutable)
        {
            problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf("many"),
                "a row of a table is retracted without its join key: add 'mutableKey: true' to the many side");
        }
    }
}
