namespace Streams;

/// <summary>
/// The columns that the basic connector's records lack: every record of it is an insert into the outbox. They are appended to the
/// output, all other bytes stay as they are, and filters see them as if they had been there.
/// </summary>
static class AddedColumns
{
    /// <summary>Longest addition, in bytes: both columns and a comma.</summary>
    public const int LongestAddition = 64;

    static ReadOnlySpan<byte> OperationColumn => "\"__op\":\"c\""u8;

    static ReadOnlySpan<byte> TableColumn => "\"__table\":\"business_events\""u8;

    public static ReadOnlySpan<byte> Text(Field field) => field == Field.Operation ? "c"u8 : "business_events"u8;

    /// <summary>Supplies what a record without an operation lacks. True when there is something to append.</summary>
    public static bool Supply(RecordFields fields)
    {
        if (fields.IsPresent(Field.Operation)) return false;
        fields.SupplyIfAbsent(Field.Operation);
        fields.SupplyIfAbsent(Field.Table);
        return true;
    }

    /// <summary>Writes the record with the supplied columns before its closing brace; returns the length.</summary>
    public static int Append(ReadOnlySpan<byte> record, RecordFields fields, Span<byte> destination)
    {
        var closingBrace = fields.ClosingBrace;
        record[..closingBrace].CopyTo(destination);
        var length = closingBrace;
        if (!fields.IsEmpty) destination[length++] = (byte)',';
        OperationColumn.CopyTo(destination[length..]);
        length += OperationColumn.Length;
        if (fields.IsSupplied(Field.Table))
        {
            destination[length++] = (byte)',';
            TableColumn.CopyTo(destination[length..]);
            length += TableColumn.Length;
        }
        record[closingBrace..].CopyTo(destination[length..]);
        return length + record.Length - closingBrace;
    }
}
