namespace Views;

/// <summary>Every statement of one view. All names carry the schema, so that a view can be built beside the live one.</summary>
internal sealed class ViewSql
{
    public ViewSql(ViewTable table, string schema)
    {
        Schema = schema;
        QuotedSchema = Quote(schema);
        View = $"{QuotedSchema}.{Quote(table.Name)}";
        Offsets = $"{QuotedSchema}.offsets";

        var columns = table.Columns.Select(column => Quote(column.DatabaseName)).ToList();
        string[] written = ["id", "event_id", "event_time", "accepted_at", .. columns, "attributes", "attribute_times"];
        var columnTypes = table.Columns.Select(column => column.DatabaseType);
        string[] types = ["text", "text", "timestamptz", "timestamptz", .. columnTypes, "jsonb", "jsonb"];
        // All but whole numbers travels as text: of a number every digit stays, and no date turns into infinity on the way.
        var rows = "unnest(" + string.Join(", ", types.Select((type, i) => $"${i + 1}::{(type is "bigint" ? type : "text")}[]"))
            + $") AS r({string.Join(", ", written)})";
        var values = written.Zip(types, (column, type) => type is "bigint" or "text" ? $"r.{column}" : $"r.{column}::{type}").ToList();

        CreateView = $"""
            CREATE TABLE IF NOT EXISTS {View} (id text COLLATE "C" PRIMARY KEY, event_id text NOT NULL, event_time timestamptz NOT NULL,
              accepted_at timestamptz, committed_at timestamptz NOT NULL,
              {string.Concat(table.Columns.Select(column => $"{Quote(column.DatabaseName)} {column.DatabaseType}, "))}
              attributes jsonb NOT NULL, attribute_times jsonb)
            """;
        // In id order, so that two transactions never wait for each other's rows crosswise.
        Insert = $"""
            INSERT INTO {View} ({string.Join(", ", written)}, committed_at) SELECT {string.Join(", ", values)}, clock_timestamp()
            FROM {rows} ORDER BY r.id COLLATE "C" ON CONFLICT (id) DO NOTHING RETURNING id
            """;
        Update = $"""
            UPDATE {View} AS v SET {string.Join(", ", written.Zip(values).Skip(1).Select(pair => $"{pair.First} = {pair.Second}"))},
              committed_at = CASE WHEN v.event_id = r.event_id THEN v.committed_at ELSE clock_timestamp() END
            FROM {rows} WHERE v.id = r.id
            """;
        Joined = $"{QuotedSchema}.{Quote($"{table.Name}_joined")}";
        var added = table.Enrichment?.Columns ?? [];
        var names = added.Select(column => Quote(column.DatabaseName)).ToList();
        CreateJoined = table.Enrichment is null ? null
            : $"CREATE TABLE IF NOT EXISTS {Joined} (id text COLLATE \"C\" PRIMARY KEY"
            + string.Concat(added.Select(column => $", {Quote(column.DatabaseName)} {column.DatabaseType}")) + ")";
        UpsertJoined = $"""
            INSERT INTO {Joined} ({string.Join(", ", names.Prepend("id"))})
            SELECT {string.Join(", ", added.Select(column => $"r.{Quote(column.DatabaseName)}::{column.DatabaseType}").Prepend("r.id"))}
            FROM unnest({string.Join(", ", Enumerable.Range(1, names.Count + 1).Select(number => $"${number}::text[]"))})
              AS r({string.Join(", ", names.Prepend("id"))}) ORDER BY r.id COLLATE "C"
            ON CONFLICT (id) DO UPDATE SET {string.Join(", ", names.Select(name => $"{name} = excluded.{name}"))}
            """;
        Items = $"""
            SELECT id, row_to_json(item)::text FROM (SELECT v.id, v.event_id AS "eventId", v.event_time AS "eventTime",
              v.accepted_at AS "acceptedAt", v.committed_at AS "committedAt",
              {string.Concat(table.Columns.Select(c => $"v.{Quote(c.DatabaseName)} AS {Quote(c.Name)}, "))}
              {string.Concat(added.Select(c => $"j.{Quote(c.DatabaseName)} AS {Quote(c.Name)}, "))}
              v.attributes FROM {View} AS v {(added.Count > 0 ? $"LEFT JOIN {Joined} AS j ON j.id = v.id" : "")}
            """;
    }

    public string Schema { get; }

    public string QuotedSchema { get; }

    public string View { get; }

    public string Offsets { get; }

    /// <summary>The table of what a join adds.</summary>
    public string Joined { get; }

    /// <summary>Null where no join adds anything.</summary>
    public string? CreateJoined { get; }

    /// <summary>Replaces rows of it.</summary>
    public string UpsertJoined { get; }

    /// <summary>Removes rows of it.</summary>
    public string DeleteJoined => $"DELETE FROM {Joined} WHERE id = ANY($1::text[])";

    public string CreateView { get; }

    public string CreateOffsets => $"""
        CREATE TABLE IF NOT EXISTS {Offsets} (topic text NOT NULL, partition integer NOT NULL, next bigint NOT NULL,
          cluster_id text NOT NULL, PRIMARY KEY (topic, partition))
        """;

    /// <summary>Inserts the entities that have no row yet and returns their ids.</summary>
    public string Insert { get; }

    /// <summary>Writes merged rows. The commit time stays when the row's event stays: it says when that event became visible.</summary>
    public string Update { get; }

    /// <summary>Locks and reads the rows that hold another event than the given one; all of the given rows where that is null.</summary>
    public string LockExisting => $"""
        SELECT v.id, v.event_id, v.event_time, v.accepted_at, v.attributes::text, v.attribute_times::text
        FROM unnest($1::text[], $2::text[]) AS r(id, event_id) JOIN {View} AS v ON v.id = r.id
        WHERE v.event_id IS DISTINCT FROM r.event_id ORDER BY v.id FOR UPDATE OF v
        """;

    /// <summary>Compare-and-set: an old owner, whose position is behind, changes no row and must roll back.</summary>
    public string MoveOffset => $"UPDATE {Offsets} SET next = $4 WHERE topic = $1 AND partition = $2 AND next = $3 RETURNING next";

    public string ReadOffset => $"SELECT next FROM {Offsets} WHERE topic = $1 AND partition = $2";

    public string HasOtherCluster => $"SELECT EXISTS (SELECT FROM {Offsets} WHERE cluster_id <> $1)";

    public string ReadOffsets => $"SELECT topic, partition, next, cluster_id FROM {Offsets} ORDER BY topic, partition";

    public string InsertOffset =>
        $"INSERT INTO {Offsets} (topic, partition, next, cluster_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    /// <summary>The rows as JSON objects; to be ended by a condition.</summary>
    string Items { get; }

    /// <summary>In id order, after an id; no id is empty, so the first page comes after "".</summary>
    public string Page => $"{Items} WHERE v.id > $1 ORDER BY v.id LIMIT $2) AS item";

    public string One => $"{Items} WHERE v.id = $1) AS item";

    public string Summary => $"SELECT count(*), max(event_time) FROM {View}";

    /// <summary>The offsets first, as in every transaction of more than one table: two orders would end in deadlocks.</summary>
    public string Empty => $"TRUNCATE {Offsets}, {View}{(CreateJoined is null ? "" : $", {Joined}")}";

    static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
