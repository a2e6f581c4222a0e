using Servers;

namespace Capture.Tests;

/// <summary>A database with an outbox table, its publication and its slot, for one test. A server has only so many slots.</summary>
public sealed class TestOutbox : IAsyncDisposable
{
    static int _number;

    readonly PostgresServer _server;

    readonly string _database;

    TestOutbox(PostgresServer server, string name, string database) => (_server, Name, _database) = (server, name, database);

    /// <summary>Name of its connection string; names its slot.</summary>
    public string Name { get; }

    public string Slot => $"{Name}_business_events";

    public string ConnectionString => _server.ConnectionString(_database);

    public const string Table = """
        CREATE TABLE business_events (id varchar(255) PRIMARY KEY, event_name varchar(255) NOT NULL, event_type varchar(255),
          created_date timestamptz, saved_date timestamptz, event_data jsonb NOT NULL);
        """;

    /// <summary>An empty database without a table.</summary>
    public static async Task<TestOutbox> Empty(RealServers servers)
    {
        return await Empty(await servers.Postgres());
    }

    static async Task<TestOutbox> Empty(PostgresServer server, string? name = null)
    {
        name ??= $"outbox{Interlocked.Increment(ref _number)}";
        var outbox = new TestOutbox(server, name, name);
        await server.CreateDatabase(outbox.Name, CancellationToken.None);
        return outbox;
    }

    /// <summary>A database as a producer's migrate step leaves it.</summary>
    public static async Task<TestOutbox> Create(RealServers servers) => await Create(await servers.Postgres());

    /// <summary>The same on a server of the test's own.</summary>
    public static async Task<TestOutbox> Create(PostgresServer server, string? name = null)
    {
        var outbox = await Empty(server, name);
        await outbox.Run($"{Table} CREATE PUBLICATION {outbox.Slot} FOR TABLE business_events WITH (publish = 'insert')");
        await outbox.CreateSlot();
        return outbox;
    }

    /// <summary>The same database under another name, with a slot of that name.</summary>
    public TestOutbox ReadAs(string name) => new(_server, name, _database);

    public Task CreateSlot() => Run($"SELECT pg_create_logical_replication_slot('{Slot}', 'pgoutput')");

    public async Task<string> Run(string sql) => (await _server.Query(sql, CancellationToken.None, _database)).Trim();

    public Task RunFile(string path) => _server.RunFile(path, CancellationToken.None, _database);

    /// <summary>Inserts events with ids <c>prefix-from</c> and so on, in one transaction.</summary>
    public Task Insert(string prefix, int count, int from = 0, int padding = 0) => Run($"""
        INSERT INTO business_events SELECT '{prefix}-' || i, 'Test', 'Test', now(), now(),
          jsonb_build_object('i', i, 'pad', repeat('x', {padding}))
        FROM generate_series({from}, {from + count - 1}) i
        """);

    public async Task<ulong> ConfirmedLsn() =>
        ulong.Parse(await Run($"SELECT pg_wal_lsn_diff(confirmed_flush_lsn, '0/0') FROM pg_replication_slots WHERE slot_name = '{Slot}'"));

    public async Task<ulong> CurrentLsn() => ulong.Parse(await Run("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"));

    public async ValueTask DisposeAsync()
    {
        var ours = $"FROM pg_replication_slots WHERE slot_name = '{Slot}'";
        await Run($"SELECT pg_terminate_backend(active_pid) {ours} AND active_pid IS NOT NULL");
        await Eventually.Until(async () => await Run($"SELECT active_pid {ours}") == "", "the slot is free");
        await Run($"SELECT pg_drop_replication_slot(slot_name) {ours}");
    }
}
