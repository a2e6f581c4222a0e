using System.Text;
using System.Text.Json;
using Npgsql;

namespace Views;

/// <summary>One partition's position as the database has it.</summary>
internal sealed record StoredOffset(string Topic, int Partition, long Next, string ClusterId);

/// <summary>What the database says about the whole view.</summary>
internal sealed record ViewSummary(long Records, DateTime? LastEventTime, IReadOnlyList<StoredOffset> Offsets);

/// <summary>Reads the view for requests: bounded in rows, characters, time and connections.</summary>
internal sealed class ViewQueries(ViewDatabase database) : IDisposable
{
    // The rest of the pool is the consumer's: a burst of requests never stops the view.
    const int MaxConcurrentQueries = ViewLimits.Connections / 2;

    readonly SemaphoreSlim slots = new(MaxConcurrentQueries);

    /// <summary>A page as the JSON object <c>{"items":[…],"next":…}</c>.</summary>
    public Task<string> Page(int limit, string after, CancellationToken cancellationToken) => Query(async connection =>
    {
        await using var command = Command(connection, database.Sql.Page);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 }); // One more tells whether there is more.
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);

        var json = new StringBuilder("{\"items\":[");
        string? last = null, next = null;
        for (var rows = 0; await reader.ReadAsync(cancellationToken); rows++)
        {
            if (rows == limit || json.Length > ViewLimits.PageCharacters)
            {
                next = last;
                break;
            }
            last = reader.GetString(0);
            json.Append(rows == 0 ? "" : ",").Append(reader.GetString(1));
        }
        return json.Append("],\"next\":").Append(JsonSerializer.Serialize(next)).Append('}').ToString();
    }, cancellationToken);

    /// <summary>One row as a JSON object; null when there is none.</summary>
    public Task<string?> One(string id, CancellationToken cancellationToken) => Query(async connection =>
    {
        await using var command = Command(connection, database.Sql.One);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? reader.GetString(1) : null;
    }, cancellationToken);

    /// <summary>Counts and positions.</summary>
    public Task<ViewSummary> Summary(CancellationToken cancellationToken) => Query(async connection =>
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)ViewLimits.QueryTimeout.TotalSeconds };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(database.Sql.ReadOffsets));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(database.Sql.Summary));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var offsets = new List<StoredOffset>();
        while (await reader.ReadAsync(cancellationToken))
        {
            offsets.Add(new StoredOffset(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetString(3)));
        }

        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new ViewSummary(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetDateTime(1), offsets);
    }, cancellationToken);

    /// <summary>Completes when the database answers.</summary>
    public Task Ping(CancellationToken cancellationToken) => Query(async connection =>
    {
        await using var command = Command(connection, "SELECT 1");
        return await command.ExecuteScalarAsync(cancellationToken);
    }, cancellationToken);

    public void Dispose() => slots.Dispose();

    static NpgsqlCommand Command(NpgsqlConnection connection, string sql) =>
        new(sql, connection) { CommandTimeout = (int)ViewLimits.QueryTimeout.TotalSeconds };

    async Task<T> Query<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken cancellationToken)
    {
        if (!await slots.WaitAsync(ViewLimits.QueryTimeout, cancellationToken))
        {
            throw new NpgsqlException($"all {MaxConcurrentQueries} connections for requests were busy for "
                + $"{ViewLimits.QueryTimeout.TotalSeconds:0} s");
        }
        try
        {
            await using var connection = await database.Open(cancellationToken);
            return await query(connection);
        }
        finally
        {
            slots.Release();
        }
    }
}
