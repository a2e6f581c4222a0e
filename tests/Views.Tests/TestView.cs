using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Views.Tests;

/// <summary>A view of things in a database of its own, and what the tests ask it.</summary>
internal sealed class TestView : IAsyncDisposable
{
    public const string Cluster = "cluster-1";
    public static readonly TopicPartition Partition = new("things", 0);

    public static ViewTable Table { get; } = new()
    {
        Name = "things",
        EntityType = "Thing",
        Topic = "things",
        Group = "thing-group",
        Columns = [ViewColumn.Text("color"), ViewColumn.Whole("size"), ViewColumn.Number("price"), ViewColumn.Time("boughtAt")],
    };

    readonly NpgsqlDataSource source;

    TestView(string connectionString, bool resetOnNewCluster)
    {
        ConnectionString = connectionString;
        source = NpgsqlDataSource.Create(connectionString);
        Options = new ViewOptions { Topic = "things", Group = "thing-group", ResetOnNewCluster = resetOnNewCluster };
        Database = new ViewDatabase(connectionString, new ViewSql(Table, "view"));
        Positions = new ViewPositions(Database, Options, NullLogger<ViewPositions>.Instance);
        Writer = new ViewWriter(Database, Table);
        Applier = new BatchApplier(Writer, Positions);
        Queries = new ViewQueries(Database);
    }

    public string ConnectionString { get; }
    public ViewOptions Options { get; }
    public ViewDatabase Database { get; }
    public ViewPositions Positions { get; }
    public ViewWriter Writer { get; }
    public BatchApplier Applier { get; }
    public ViewQueries Queries { get; }
    public RecordReader Reader { get; } = new(Table);

    public static async Task<TestView> Create(PostgresFixture postgres) => new(await postgres.NewDatabase(), resetOnNewCluster: false);

    public TestView Again(bool resetOnNewCluster = false) => new(ConnectionString, resetOnNewCluster);

    public Task<long> Start(long low = 0, long high = 1_000_000, string cluster = Cluster) => Start(Partition, low, high, cluster);

    public Task<long> Start(TopicPartition partition, long low = 0, long high = 1_000_000, string cluster = Cluster) =>
        Positions.Start(partition, new PartitionContext(cluster, Options.Group, low, high), TestContext.Current.CancellationToken);

    /// <summary>Applies one batch that begins at an offset, a record an offset; returns what was refused.</summary>
    public async Task<List<long>> Apply(long from, params byte[][] records)
    {
        var refused = new List<long>();
        await Apply(from, refused, records);
        return refused;
    }

    public Task<long> Position(long from, params byte[][] records) => Apply(from, [], records);

    public async Task<long> Apply(long from, List<long> refused, params byte[][] records)
    {
        var entries = records.Select((record, i) => new BatchEntry(i, from + i, Reader.Read(record).Entities)).ToList();
        return await Applier.Apply(Partition, entries, from, from + records.Length, (entry, _) =>
        {
            refused.Add(entry.Offset);
            return ValueTask.CompletedTask;
        }, TestContext.Current.CancellationToken);
    }

    public async Task<long?> Next() => await Positions.Read(Partition, TestContext.Current.CancellationToken);

    /// <summary>The whole view but its commit times, one line a row, in id order.</summary>
    public async Task<string> Rows() => await Scalar(
        "SELECT coalesce(string_agg((to_jsonb(t) - 'committed_at' - 'accepted_at')::text, E'\\n' ORDER BY id), '') FROM view.things t");

    public async Task<string> Scalar(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))?.ToString() ?? "";
    }

    public async ValueTask DisposeAsync()
    {
        Queries.Dispose();
        await Database.DisposeAsync();
        await source.DisposeAsync();
    }
}
