namespace Streams;

/// <summary>
/// Reads what a join selects: the names of its output, each with a field (<c>loan.entity.balance</c>), a field and its type
/// (<c>{from, type}</c>), or a constant (<c>{value, type}</c>).
/// </summary>
sealed class JoinColumnReader(ProblemList problems, ManySide many, OneSide one)
{
    static readonly string[] Keys = ["from", "value", "type"];

    /// <summary>The columns, or null when something about them was an error.</summary>
    public IReadOnlyList<JoinColumn>? Read(YamlNode? select)
    {
        if (select is null) return null;
        if (many.Alias == one.Alias)
            return Refuse(ProblemCodes.DuplicateId, select.Place, $"both sides are called '{one.Alias}': give them names that differ");
        if (select.Kind != YamlKind.Mapping || select.Entries.Count == 0)
            return Refuse(ProblemCodes.WrongKind, select.Place, "'select' must be a mapping from names of the output to fields");
        if (select.Entries.Count > PipelineLimits.MaxColumns)
            return Refuse(ProblemCodes.TooMuch, select.Place,
                $"{select.Entries.Count} columns; at most {PipelineLimits.MaxColumns} in one join");

        var names = new HashSet<string>(StringComparer.Ordinal);
        var columns = new List<JoinColumn>();
        foreach (var (name, value) in select.Entries)
        {
            if (!IsName(name)) continue;
            if (!names.Add(name.Text))
                problems.Error(ProblemCodes.DuplicateKey, name.Place, $"'{name.Text}' appears twice in 'select': keep one");
            else if (ReadColumn(name.Text, value) is { } column) columns.Add(column);
        }
        return columns.Count == select.Entries.Count ? columns : null;
    }

    JoinColumn? ReadColumn(string name, YamlNode value)
    {
        if (value.Kind == YamlKind.Scalar) return ReadFrom(name, value.Text, value.Place, ScalarType.String);
        if (value.Kind != YamlKind.Mapping)
        {
            problems.Error(ProblemCodes.WrongKind, value.Place, $"'{name}' is a field, or a mapping with 'from' or 'value', not a list");
            return null;
        }
        var reader = new MappingReader(value, "column", Keys, problems);
        var type = reader.Choice("type", ScalarTypeNames.ByName, ProblemCodes.WrongValue) ?? ScalarType.String;
        if (reader.Has("from") == reader.Has("value"))
        {
            problems.Error(ProblemCodes.WrongOperands, value.Place, $"'{name}' needs either 'from', a field, or 'value', a constant");
            return null;
        }
        if (reader.Text("from", PipelineLimits.MaxTextLength) is { } from) return ReadFrom(name, from, reader.PlaceOf("from"), type);
        if (reader.Node("value") is not { } constant || new LiteralReader(problems).Read(constant, type) is not { } literal) return null;
        return new JoinColumn(name, JoinOrigin.Constant, null, type, CastText.Of(type, literal.Text));
    }

    JoinColumn? ReadFrom(string name, string written, Place place, ScalarType type)
    {
        var dot = written.IndexOf('.', StringComparison.Ordinal);
        var alias = dot < 0 ? written : written[..dot];
        var isMany = alias == many.Alias;
        if (dot < 0 || (!isMany && alias != one.Alias))
        {
            problems.Error(ProblemCodes.UnknownReference, place, $"'{YamlNode.Shorten(written)}' names no side"
                + $"{NearestName.Suggest(alias, [many.Alias, one.Alias])}: write {many.Alias}.FIELD or {one.Alias}.FIELD");
            return null;
        }
        var source = isMany ? many.Source : one.Source;
        var field = new FieldReader(problems, source.Format).ReadSingle(written[(dot + 1)..], place);
        return field is null ? null : new JoinColumn(name, isMany ? JoinOrigin.Many : JoinOrigin.One, field, type, null);
    }

    bool IsName(YamlNode name)
    {
        if (name is { Kind: YamlKind.Scalar, Text.Length: > 0 and <= PipelineLimits.MaxNameLength } && !char.IsAsciiDigit(name.Text[0])
            && name.Text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) return true;
        problems.Error(ProblemCodes.WrongValue, name.Place,
            $"{name.What} is no name of a column: letters, digits and underscores, no digit first");
        return false;
    }

    IReadOnlyList<JoinColumn>? Refuse(string code, Place place, string message)
    {
        problems.Error(code, place, message);
        return null;
    }
}
