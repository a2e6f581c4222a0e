using Npgsql;
using NpgsqlTypes;

namespace Views;

/// <summary>Rows as one array a column: any number of rows is one statement and one round trip.</summary>
internal static class RowArrays
{
    /// <summary>The parameters of <see cref="ViewSql.Insert"/> and <see cref="ViewSql.Update"/>.</summary>
    public static void Add(NpgsqlParameterCollection parameters, ViewTable table, IReadOnlyList<EntityState> rows)
    {
        parameters.Add(Text(rows, row => row.Id));
        parameters.Add(Text(rows, row => row.Newest.EventId));
        parameters.Add(Time(rows, row => row.Newest.Time));
        parameters.Add(Time(rows, row => row.AcceptedAt));
        foreach (var column in table.Columns)
        {
            parameters.Add(column.Type switch
            {
                ColumnType.Whole => Typed(NpgsqlDbType.Bigint, rows, row => column.Read(row.Attributes).Integer),
                ColumnType.Time => Time(rows, row => column.Read(row.Attributes).Integer is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : null),
                _ => Text(rows, row => column.Read(row.Attributes).Text),
            });
        }
        parameters.Add(Text(rows, row => row.Attributes.GetRawText()));
        parameters.Add(Text(rows, row => AttributeTimes.Write(row.Older)));
    }

    public static NpgsqlParameter Text(IReadOnlyList<EntityState> rows, Func<EntityState, string?> read) => Typed(NpgsqlDbType.Text, rows, read);

    static NpgsqlParameter Time(IReadOnlyList<EntityState> rows, Func<EntityState, DateTime?> read) =>
        Typed(NpgsqlDbType.TimestampTz, rows, read);

    static NpgsqlParameter Typed<T>(NpgsqlDbType type, IReadOnlyList<EntityState> rows, Func<EntityState, T> read)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = read(rows[i]);
        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
