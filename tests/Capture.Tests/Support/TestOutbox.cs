using Servers;

namespace Capture.Tests;

/// <summary>A database with an outbox table, its publication and its slot, for one test.</summary>
public sealed class TestOutbox
{
    static int _number;

    readonly PostgresServer _server;

    TestOutbox(PostgresServer server, string name) => (_server, Name) = (server, name);

    /// <summary>Name of the database and of its connection string.</summary>
    public string Name { get; }

    public string Slot => $"{Name}_business_events";

    public string ConnectionString => _server.ConnectionString(Name);

    public const string Table = """
        CREATE TABLE business_events (id varchar(255) PRIMARY KEY, event_name varchar(255) NOT NULL, event_type varchar(255),
          created_date timestamptz, saved_date timestamptz, event_data jsonb NOT NULL);
        """;

    /// <summary>An empty database without a table.</summary>
    public static async Task<TestOutbox> Empty(RealServers servers)
    {
        var server = await servers.Postgres();
        var outbox = new TestOutbox(server, $"outbox{Interlocked.Increment(ref _number)}");
        await server.CreateDatabase(outbox.Name, CancellationToken.None);
        return outbox;
    }

    /// <summary>A database as a producer's migrate step leaves it.</summary>
    public static async Task<TestOutbox> Create(RealServers servers)
    {
        var outbox = await Empty(servers);
        await outbox.Run($"{Table} CREATE PUBLICATION {outbox.Slot} FOR TABLE business_events WITH (publish = 'insert')");
        await outbox.CreateSlot();
        return outbox;
    }

    public Task CreateSlot() => Run($"SELECT pg_create_logical_replication_slot('{Slot}', 'pgoutput')");

    public async Task<string> Run(string sql) => (await _server.Query(sql, CancellationToken.None, Name)).Trim();

    public Task RunFile(string path) => _server.RunFile(path, CancellationToken.None, Name);

    /// <summary>Inserts events with ids <c>prefix-from</c> and so on, in one transaction.</summary>
    public Task Insert(string prefix, int count, int from = 0, int padding = 0) => Run($"""
        INSERT INTO business_events SELECT '{prefix}-' || i, 'Test', 'Test', now(), now(), jsonb_build_object('i', i, 'pad', repeat('x', {padding}))
        FROM generate_series({from}, {from + count - 1}) i
        """);

    public async Task<ulong> ConfirmedLsn() =>
        ulong.Parse(await Run($"SELECT pg_wal_lsn_diff(confirmed_flush_lsn, '0/0') FROM pg_replication_slots WHERE slot_name = '{Slot}'"));

    public async Task<ulong> CurrentLsn() => ulong.Parse(await Run("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"));
}
