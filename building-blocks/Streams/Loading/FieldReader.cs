namespace Streams;

/// <summary>Reads the names of fields.</summary>
sealed class FieldReader(ProblemList problems, SourceFormat? format)
{
    /// <summary>The field of a name, or null after reporting why there is none.</summary>
    public Field? Read(string written, Place place)
    {
        var columns = Field.Columns.Where(column => format != SourceFormat.Event || !column.IsOfCapture).Select(column => column.Name);
        if (Field.Find(written) is { } field && (field.Kind != FieldKind.Column || columns.Contains(written))) return field;
        problems.Error(ProblemCodes.UnknownField, place,
            $"{Mistake(written, columns)} (columns: {string.Join(", ", columns)}; " +
            "entity.type, entity.id, entity.ATTRIBUTE; entities[*].… for any entity)");
        return null;
    }

    /// <summary>The same for a field that has one value.</summary>
    public Field? ReadSingle(string written, Place place)
    {
        var field = Read(written, place);
        if (field?.Kind != FieldKind.AnyEntity) return field;
        problems.Error(ProblemCodes.UnknownField, place,
            $"'{YamlNode.Shorten(written)}' has a value for each entity: here one is needed, so write entity.{field.Part}");
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
}
