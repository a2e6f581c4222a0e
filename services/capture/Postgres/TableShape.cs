using Npgsql.Replication.PgOutput.Messages;

namespace Capture;

/// <summary>A column as the database has it.</summary>
readonly record struct FoundColumn(string Name, string Type, bool HasDefault, bool IsPrimaryKey);

/// <summary>Whether the outbox table is the one whose records this capture promises: the same columns, types and key, in the same order,
/// and no defaults, which Debezium would put into records in place of nulls. The widths of texts and the precision of timestamps are
/// free.</summary>
static class TableShape
{
    public const string WayOut =
        "The embedded capture reads only the outbox table as the producers' 'migrate' makes it; use Debezium for others.";

    const int PrecisionOfTypmod = 0xFFFF;

    /// <summary>What differs, as a sentence; null when nothing does.</summary>
    public static string? Difference(IReadOnlyList<FoundColumn> found)
    {
        var expected = OutboxColumn.All;
        for (var index = 0; index < Math.Max(found.Count, expected.Count); index++)
        {
            if (index >= expected.Count) return $"column '{found[index].Name}' is not part of it.";
            if (index >= found.Count) return $"column '{expected[index].Name}' is missing.";
            if (found[index].Name != expected[index].Name)
                return $"column {index + 1} is '{found[index].Name}', not '{expected[index].Name}'.";
            if (found[index].Type != expected[index].TypeName)
                return $"column '{found[index].Name}' is {found[index].Type}, not {expected[index].TypeName}.";
            if (found[index].HasDefault) return $"column '{found[index].Name}' has a default.";
            if (found[index].IsPrimaryKey != (index == 0)) return "the primary key is not exactly (id).";
        }
        return null;
    }

    /// <summary>The same check on what the log announces before its first row, and before the first row after an ALTER TABLE; takes over
    /// the precision of timestamps.</summary>
    /// <exception cref="CaptureException">The shape differs.</exception>
    public static void Accept(RelationMessage relation, int[] precisions)
    {
        var expected = OutboxColumn.All;
        var isSame = relation.Columns.Count == expected.Count;
        for (var index = 0; isSame && index < expected.Count; index++)
        {
            var column = relation.Columns[index];
            isSame = column.ColumnName == expected[index].Name && column.DataTypeId == expected[index].TypeId;
            precisions[index] = column.TypeModifier < 0 ? TimestampText.DefaultPrecision : column.TypeModifier & PrecisionOfTypmod;
        }
        if (isSame) return;
        var columns = string.Join(", ", relation.Columns.Select(column => column.ColumnName));
        throw new CaptureException($"Table {OutboxColumn.QualifiedTable} was altered: its columns are now ({columns}). {WayOut} "
            + "Rows written since are in the slot in that shape: let Debezium go on with the slot; or undo the change, make the slot anew "
            + "and start once with Capture__Republish=force.");
    }
}
