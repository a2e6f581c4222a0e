namespace Streams;

/// <summary>Reads literals and checks that they can be cast, so that a comparison's outcome depends on the record alone.</summary>
sealed class LiteralReader(ProblemList problems)
{
    public List<Literal>? ReadList(YamlNode node, ScalarType type)
    {
        if (node.Kind != YamlKind.List || node.Items.Count == 0)
            return Refuse<List<Literal>>(ProblemCodes.WrongKind, node, "'values' must be a list of at least one value");
        if (node.Items.Count > PipelineLimits.MaxValues)
            return Refuse<List<Literal>>(ProblemCodes.TooMuch, node, $"{node.Items.Count} values; at most {PipelineLimits.MaxValues}");
        var literals = node.Items.Select(item => Read(item, type)).OfType<Literal>().ToList();
        return literals.Count == node.Items.Count ? literals : null;
    }

    public Literal? Read(YamlNode node, ScalarType type)
    {
        if (node.Kind != YamlKind.Scalar)
            return Refuse<Literal>(ProblemCodes.WrongKind, node, $"a value is a text, number or boolean, not {node.What}");
        if (node.IsNull)
            return Refuse<Literal>(ProblemCodes.WrongLiteral, node, "nothing compares with null: use isNull, or quote the text");
        if (node.Text.Length > PipelineLimits.MaxTextLength)
            return Refuse<Literal>(ProblemCodes.TooMuch, node,
                $"a value of {node.Text.Length} characters; at most {PipelineLimits.MaxTextLength}");
        var literal = new Literal(type, node.Text);
        if (Literals.Mistake(literal) is { } mistake)
            return Refuse<Literal>(ProblemCodes.WrongLiteral, node, $"'{YamlNode.Shorten(node.Text)}' {mistake}");
        return literal;
    }

    T? Refuse<T>(string code, YamlNode node, string message) where T : class
    {
        problems.Error(code, node.Place, message);
        return null;
    }
}
