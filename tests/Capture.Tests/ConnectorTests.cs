using System.Text.Json;
using System.Text.RegularExpressions;
using Contracts;
using Servers;

namespace Capture.Tests;

/// <summary>The connector configurations that the repository ships.</summary>
public sealed partial class ConnectorTests(RealServers servers)
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "connectors");

    public static TheoryData<string> Forms { get; } =
        ["debezium", "confluent-cloud-v2", "confluent-cloud-v1-unwrap", "confluent-cloud-v1-basic"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_databases_differ_in_nothing_but_their_name(string form)
    {
        var cars = File.ReadAllText(Path.Combine(Folder, form, "cars.json"));
        foreach (var database in (string[])["cars", "loans", "payments"])
        {
            var text = File.ReadAllText(Path.Combine(Folder, form, $"{database}.json"));
            text.ShouldBe(cars.Replace("cars", database));
            var configuration = JsonDocument.Parse(text).RootElement.GetProperty("config");
            configuration.GetProperty("slot.name").GetString().ShouldBe($"{database}_business_events");
            configuration.GetProperty("publication.name").GetString().ShouldBe($"{database}_business_events");
            configuration.GetProperty("transforms.route.replacement").GetString().ShouldBe(Topics.RawBusinessEvents);
        }
    }

    [Fact]
    public async Task Debezium_with_the_shipped_configuration_writes_what_the_embedded_capture_writes()
    {
        var kafka = await servers.Kafka();
        Assert.SkipUnless(ConnectWorker.HasDebezium(RealServers.KafkaHome!), "KAFKA_HOME has no plugins/debezium-connector-postgres.");
        var postgres = await servers.Postgres();
        await using var outbox = await TestOutbox.Create(postgres, "cars");
        await outbox.Run("CREATE PUBLICATION parity_business_events FOR TABLE business_events");
        await outbox.Run("SELECT pg_create_logical_replication_slot('parity_business_events', 'pgoutput')");
        using var broker = await TestBroker.Real(kafka);
        using var debezium = await TestBroker.Real(kafka, Topics.RawBusinessEvents);
        await using var capture = await RunningCapture.Streaming(broker, outbox.ReadAs("parity"));
        await using var worker = await ConnectWorker.Start(RealServers.KafkaHome!, kafka.BootstrapServers,
            Path.Combine(servers.Folder, "connect"),
            new Dictionary<string, string>
            {
                ["PG_HOST"] = "127.0.0.1",
                ["PG_PORT"] = $"{postgres.Port}",
                ["PG_USER"] = postgres.UserName,
                ["PG_PASSWORD"] = postgres.Password,
            }, CancellationToken.None);
        await worker.PutConnector(await File.ReadAllTextAsync(Path.Combine(Folder, "debezium", "cars.json")), CancellationToken.None);

        await outbox.Insert("e", 100, padding: 500);
        await outbox.Run("INSERT INTO business_events VALUES ('null', 'n', NULL, NULL, 'infinity', '[]')");
        var text = $"repeat('😀', {Limits.MaxEventBytes / 4})";
        await outbox.Run($"INSERT INTO business_events VALUES ('astral', 'n', 't', now(), now(), to_jsonb({text}))");

        var expected = Lines(await debezium.Records(102));
        expected.Count.ShouldBe(102);
        Lines(await broker.Records(102)).ShouldBe(expected);
        await capture.DisposeAsync();
        await outbox.Run("SELECT pg_drop_replication_slot('parity_business_events')");
    }

    static List<string> Lines(IEnumerable<ReadRecord> records) =>
        [.. records.OrderBy(record => record.Partition).ThenBy(record => record.Offset)
            .Select(record => $"{record.Partition} {record.HasHeaders} {Text(record.Key)} {Clock().Replace(Text(record.Value), "$1:0")}")];

    static string Text(byte[] utf8) => System.Text.Encoding.UTF8.GetString(utf8);

    [GeneratedRegex("(\"__ts_ms\"):\\d+")]
    private static partial Regex Clock();
}
