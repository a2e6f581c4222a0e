namespace Streams;

/// <summary>Reads one comparison: <c>{field, operator, value | values | min and max, valueType}</c>.</summary>
sealed class ComparisonReader(ProblemList problems, SourceFormat? format)
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
        var comparison = reader.Choice("operator", OperatorNames.ByName, ProblemCodes.UnknownOperator, required: true);
        if (comparison is null || !CheckType(reader, comparison.Value, type)) return null;
        var operands = ReadOperands(reader, comparison.Value, type);
        if (field is null || operands is null) return null;

        WarnOfText(reader, field, comparison.Value);
        return new Condition.Comparison(field, comparison.Value, type, operands);
    }

    Field? ReadField(MappingReader reader)
    {
        if (reader.Text("field", PipelineLimits.MaxTextLength, required: true) is not { } written) return null;
        var columns = Field.Columns.Where(column => format != SourceFormat.Event || !column.IsOfCapture).Select(column => column.Name);
        if (Field.Find(written) is { } field && (field.Kind != FieldKind.Column || columns.Contains(written))) return field;
        problems.Error(ProblemCodes.UnknownField, reader.PlaceOf("field"),
            $"{Mistake(written, columns)} (columns: {string.Join(", ", columns)}; " +
            "entity.type, entity.id, entity.ATTRIBUTE; entities[*].… for any entity)");
        return null;
    }

    static string Mistake(string written, IEnumerable<string> columns)
    {
        var shown = YamlNode.Shorten(written);
        if (Field.Find(written) is not null) return $"'{shown}' is added by captures: a source of format event has no such column";
        if (written.StartsWith("entity.", StringComparison.Ordinal) || written.StartsWith("entities[*].", StringComparison.Ordinal))
            return $"'{shown}' names no attribute: letters, digits and underscores, no digit first, no attribute of an attribute";
        if (written.StartsWith("entities[", StringComparison.Ordinal))
            return $"'{shown}' names an entity by its place: only the first (entity.…) and any (entities[*].…) can be asked for";
        return $"unknown field '{shown}'{NearestName.Suggest(written, [.. columns])}";
    }

    bool CheckType(MappingReader reader, Operator comparison, ScalarType type)
    {
        var ordered = comparison is Operator.GreaterThan or Operator.GreaterThanOrEqual or Operator.LessThan or Operator.LessThanOrEqual
            or Operator.Between;
        var onText = comparison is Operator.StartsWith or Operator.Matches;
        if (onText && type != ScalarType.String)
            problems.Error(ProblemCodes.WrongOperands, reader.PlaceOf("valueType"),
                $"{OperatorNames.Name(comparison)} looks at text: leave valueType out");
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
        if (comparison == Operator.Matches && TextPattern.Parse(operands[0].Text, out var mistake) is null)
        {
            problems.Error(ProblemCodes.WrongLiteral, nodes[0]!.Place, $"the pattern cannot be used: {mistake}");
            return null;
        }
        if (comparison == Operator.Between && Literals.Compare(operands[0], operands[1]) > 0)
            problems.Error(ProblemCodes.NeverTrue, reader.PlaceOf("min"),
                "min is greater than max: the condition is never true; swap them");
        return operands;
    }

    void WarnOfText(MappingReader reader, Field field, Operator comparison)
    {
        var natural = field.NaturalType;
        var meansText = comparison is Operator.IsNull or Operator.IsNotNull or Operator.StartsWith or Operator.Matches;
        if (meansText || reader.Has("valueType") || natural == ScalarType.String) return;
        var name = Types.First(entry => entry.Value == natural).Key;
        problems.Warning(ProblemCodes.ComparedAsText, reader.PlaceOf("field"),
            $"'{field.Name}' is compared as text; add valueType: {name}, or valueType: string if text is meant");
    }
}
