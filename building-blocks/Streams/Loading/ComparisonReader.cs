namespace Streams;

/// <summary>Reads one comparison: <c>{field, operator, value | values | min and max, valueType}</c>.</summary>
sealed class ComparisonReader(ProblemList problems, SourceFormat? format)
{
    /// <summary><c>logicalOperator</c> is written by some tools beside each condition; <c>conditionLogic</c> decides.</summary>
    static readonly string[] Keys = ["field", "operator", "value", "values", "min", "max", "valueType", "logicalOperator"];

    static readonly string[] OperandKeys = ["value", "values", "min", "max"];

    readonly LiteralReader literals = new(problems);

    public Condition.Comparison? Read(YamlNode node)
    {
        var reader = new MappingReader(node, "condition", Keys, problems);
        var field = reader.Text("field", PipelineLimits.MaxTextLength, required: true) is { } written
            ? new FieldReader(problems, format).Read(written, reader.PlaceOf("field"))
            : null;
        var type = reader.Choice("valueType", ScalarTypeNames.ByName, ProblemCodes.WrongValue) ?? ScalarType.String;
        var comparison = reader.Choice("operator", OperatorNames.ByName, ProblemCodes.UnknownOperator, required: true);
        if (comparison is null || !CheckType(reader, comparison.Value, type)) return null;
        var operands = ReadOperands(reader, comparison.Value, type);
        if (field is null || operands is null) return null;

        WarnOfText(reader, field, comparison.Value);
        return new Condition.Comparison(field, comparison.Value, type, operands);
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
        var name = ScalarTypeNames.ByName.First(entry => entry.Value == natural).Key;
        problems.Warning(ProblemCodes.ComparedAsText, reader.PlaceOf("field"),
            $"'{field.Name}' is compared as text; add valueType: {name}, or valueType: string if text is meant");
    }
}
