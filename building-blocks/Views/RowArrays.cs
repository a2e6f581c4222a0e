using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Views;

/// <summary>Rows as one array a column: any number of rows is one statement and one round trip.</summary>
internal static class RowArrays
{
    // Microseconds, what PostgreSQL keeps: finer digits are cut off, as a stamp cuts them.
    const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.ffffffZ";

    /// <summary>The parameters of <see cref="ViewSql.Insert"/> and <see cref="ViewSql.Update"/>.</summary>
    public static void Add(NpgsqlParameterCollection parameters, ViewTable table, IReadOnlyList<EntityState> rows)
    {
        parameters.Add(Text(rows, row => row.Id));
        parameters.Add(Text(rows, row => row.Newest.EventId));
        parameters.Add(Text(rows, row => Time(row.Newest.Time)));
        parameters.Add(Text(rows, row => Time(row.AcceptedAt)));
        foreach (var column in table.Columns)
        {
            parameters.Add(column.Type switch
            {
                ColumnType.Whole => Typed(NpgsqlDbType.Bigint, rows, row => column.Read(row.Attributes).Integer),
                ColumnType.Time => Text(rows, row => column.Read(row.Attributes).Integer is { } ticks ? Time(new DateTime(ticks)) : null),
                _ => Text(rows, row => column.Read(row.Attributes).Text),
            });
        }
        parameters.Add(Text(rows, row => row.Attributes.GetRawText()));
        parameters.Add(Text(rows, row => AttributeTimes.Write(row.Older)));
    }

    /// <summary>One text array.</summary>
    public static NpgsqlParameter Text(IReadOnlyList<EntityState> rows, Func<EntityState, string?> read) =>
        Typed(NpgsqlDbType.Text, rows, read);

    static string? Time(DateTime? moment) => moment?.ToString(TimeFormat, CultureInfo.InvariantCulture);

    static NpgsqlParameter Typed<T>(NpgsqlDbType type, IReadOnlyList<EntityState> rows, Func<EntityState, T> read)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = read(rows[i]);
        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
