namespace Streams;

/// <summary>Reads one comparison: <c>{field, operator, value | values | min and max, valueType}</c>.</summary>
sealed class ComparisonReader(ProblemList problems)
{
    /// <summary><c>logicalOperator</c> is written by some tools beside each condition; <c>conditionLogic</c> decides.</summary>
    static readonly string[] Keys = ["field", "operator", "value", "values", "min", "max", "valueType", "logicalOperator"];

    static readonly string[] OperandKeys = ["value", "values", "min", "max"];

    static readonly Dictionary<string, ScalarType> Types = new(StringComparer.Ordinal)
    {
        ["string"] = ScalarType.String,
        ["number"] = ScalarType.Number,
        ["boolean"] = ScalarType.Boolean,
        ["timestamp"] = ScalarType.Timestamp,
    };

    readonly LiteralReader literals = new(problems);

    public Condition.Comparison? Read(YamlNode node)
    {
        var reader = new MappingReader(node, "condition", Keys, problems);
        var field = ReadField(reader);
        var type = reader.Choice("valueType", Types, ProblemCodes.WrongValue) ?? ScalarType.String;
        if (ReadOperator(reader) is not { } comparison) return null;
        if (!CheckType(reader, comparison, type)) return null;
        var operands = ReadOperands(reader, comparison, type);
        if (field is null || operands is null) return null;

        WarnOfText(reader, field.Value, comparison);
        return new Condition.Comparison(field.Value, comparison, type, operands);
    }

    Field? ReadField(MappingReader reader)
    {
        if (reader.Text("field", PipelineLimits.MaxTextLength, required: true) is not { } written) return null;
        for (var index = 0; index < FieldNames.Count; index++)
            if (FieldNames.All[index] == written) return (Field)index;

        var message = written.StartsWith("entity.", StringComparison.Ordinal) || written.StartsWith("entities[", StringComparison.Ordinal)
            ? $"field '{YamlNode.Shorten(written)}' is inside the event: this version filters by the record's columns only"
            : $"unknown field '{YamlNode.Shorten(written)}'{NearestName.Suggest(written, FieldNames.All)}";
        problems.Error(ProblemCodes.UnknownField, reader.PlaceOf("field"), $"{message} (columns: {string.Join(", ", FieldNames.All)})");
        return null;
    }

    Operator? ReadOperator(MappingReader reader)
    {
        if (reader.Node("operator") is not { Kind: YamlKind.Scalar, Text: "matches" } matches)
            return reader.Choice("operator", OperatorNames.ByName, ProblemCodes.UnknownOperator, required: true);
        problems.Error(ProblemCodes.UnknownOperator, matches.Place,
            "'matches' is not part of this version: write equals, in or startsWith, in an 'any' group where needed");
        return null;
    }

    bool CheckType(MappingReader reader, Operator comparison, ScalarType type)
    {
        var ordered = comparison is Operator.GreaterThan or Operator.GreaterThanOrEqual or Operator.LessThan or Operator.LessThanOrEqual
            or Operator.Between;
        if (comparison == Operator.StartsWith && type != ScalarType.String)
            problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf("valueType"), "startsWith compares text: leave valueType out");
        else if (ordered && type == ScalarType.Boolean)
            problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf("valueType"), "booleans have no order: use equals");
        else return true;
        return false;
    }

    /// <summary>The operands the operator needs, checked that no other is written.</summary>
    List<Literal>? ReadOperands(MappingReader reader, Operator comparison, ScalarType type)
    {
        string[] needed = comparison switch
        {
            Operator.IsNull or Operator.IsNotNull => [],
            Operator.In or Operator.NotIn => ["values"],
            Operator.Between => ["min", "max"],
            _ => ["value"],
        };
        var extra = OperandKeys.Except(needed).Where(reader.Has).ToList();
        foreach (var key in extra)
            problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf(key), $"'{key}' means nothing here: the operator takes " +
                (needed.Length == 0 ? "no operand" : string.Join(" and ", needed.Select(name => $"'{name}'"))));
        var nodes = needed.Select(reader.Required).ToList();
        if (extra.Count > 0 || nodes.Contains(null)) return null;

        if (needed is ["values"]) return literals.ReadList(nodes[0]!, type);
        var operands = nodes.Select(node => literals.Read(node!, type)).OfType<Literal>().ToList();
        if (operands.Count < nodes.Count) return null;
        if (comparison == Operator.Between && Literals.Compare(operands[0], operands[1]) > 0)
            problems.Error(ProblemCodes.NeverTrue, reader.PlaceOf("min"),
                "min is greater than max: the condition is never true; swap them");
        return operands;
    }

    void WarnOfText(MappingReader reader, Field field, Operator comparison)
    {
        var natural = FieldNames.NaturalType(field);
        var nullTest = comparison is Operator.IsNull or Operator.IsNotNull;
        if (nullTest || reader.Has("valueType") || natural == ScalarType.String || comparison == Operator.StartsWith) return;
        var name = Types.First(entry => entry.Value == natural).Key;
        problems.Warning(ProblemCodes.ComparedAsText, reader.PlaceOf("field"),
            $"'{FieldNames.Name(field)}' is compared as text; add valueType: {name}, or valueType: string if text is meant");
    }
}
