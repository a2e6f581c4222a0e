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

    /// <summary>Writes the record with the supplied columns before its closing brace; returns the length.</summary>
    public static int Append(ReadOnlySpan<byte> record, int closingBrace, bool addsTable, Span<byte> destination)
    {
        record[..closingBrace].CopyTo(destination);
        var length = closingBrace;
        if (!IsEmpty(record[..closingBrace])) destination[length++] = (byte)',';
        OperationColumn.CopyTo(destination[length..]);
        length += OperationColumn.Length;
        if (addsTable)
        {
            destination[length++] = (byte)',';
            TableColumn.CopyTo(destination[length..]);
            length += TableColumn.Length;
        }
        record[closingBrace..].CopyTo(destination[length..]);
        return length + record.Length - closingBrace;
    }

    /// <summary>Whether an object has no key, given all before its closing brace.</summary>
    static bool IsEmpty(ReadOnlySpan<byte> opened) => opened.TrimEnd(" \t\r\n"u8)[^1] == '{';
}
