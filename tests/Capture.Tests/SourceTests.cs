using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Servers;

namespace Capture.Tests;

/// <summary>What the capture asks of a database, and what it says while it is not so.</summary>
public sealed class SourceTests(RealServers servers)
{
    [Fact]
    public async Task It_says_step_by_step_what_is_missing_and_streams_once_all_is_there()
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Empty(servers);
        await using var capture = await RunningCapture.Start(broker, outbox);

        await Says("does not exist in database", "argument 'migrate'");
        (await Health(capture)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        await outbox.Run(TestOutbox.Table);
        await Says("Publication", "CREATE PUBLICATION");
        await outbox.Run($"CREATE PUBLICATION {outbox.Slot}");
        await Says("does not publish inserts", "ALTER PUBLICATION");
        await outbox.Run($"ALTER PUBLICATION {outbox.Slot} SET TABLE business_events");
        await Says("Replication slot", "pg_create_logical_replication_slot");
        await outbox.CreateSlot();

        await Eventually.Until(async () => await Health(capture) == HttpStatusCode.OK, "healthy");
        var status = await Status(capture);
        status.GetProperty("state").GetString().ShouldBe("streaming");
        status.GetProperty("slot").GetString().ShouldBe(outbox.Slot);
        await outbox.Insert("e", 1);
        await broker.Records(1);
        await Eventually.Until(async () => (await Status(capture)).GetProperty("walStatus").GetString() == "reserved",
            "the slot is looked at");

        Task Says(params string[] texts) => Eventually.Until(() => texts.All(text => capture.Report.WaitingFor?.Contains(text) == true),
            () => $"'{string.Join("', '", texts)}' in '{capture.Report.WaitingFor}'");
    }

    [Theory]
    [InlineData("ALTER TABLE business_events ADD COLUMN more text", "column 'more' is not part of it")]
    [InlineData("ALTER TABLE business_events ALTER COLUMN saved_date SET DEFAULT now()", "column 'saved_date' has a default")]
    [InlineData("ALTER TABLE business_events ALTER COLUMN event_data TYPE json", "column 'event_data' is json, not jsonb")]
    public async Task A_table_of_another_shape_is_refused(string change, string reason)
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Create(servers);
        await outbox.Run(change);

        await using var capture = await RunningCapture.Start(broker, outbox);

        await Eventually.Until(() => capture.Report.WaitingFor?.Contains(reason) == true, reason);
    }

    [Fact]
    public async Task A_table_that_is_altered_while_it_streams_is_refused_before_a_wrong_record_is_sent()
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Create(servers);
        await using var capture = await RunningCapture.Streaming(broker, outbox);
        await outbox.Insert("e", 1);
        await broker.Records(1);

        await outbox.Run("ALTER TABLE business_events ADD COLUMN more text");
        await outbox.Run("INSERT INTO business_events VALUES ('e-1', 'n', 't', now(), now(), '{}', 'x')");
        await Eventually.Until(() => !capture.Service.Databases[0].IsStreaming, "it stops");
        capture.Report.LastError!.ShouldContain("more");
        (await broker.Records(1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Updates_deletes_and_other_tables_of_the_publication_are_left_out()
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Create(servers);
        await outbox.Run($"""
            CREATE TABLE other (id int PRIMARY KEY); ALTER PUBLICATION {outbox.Slot} ADD TABLE other;
            ALTER PUBLICATION {outbox.Slot} SET (publish = 'insert, update, delete, truncate')
            """);
        await using var capture = await RunningCapture.Streaming(broker, outbox);

        await outbox.Run("""
            INSERT INTO other VALUES (1); INSERT INTO business_events VALUES ('a', 'n', 't', now(), now(), '{}');
            UPDATE business_events SET event_name = 'm'; DELETE FROM business_events; TRUNCATE other;
            SELECT pg_logical_emit_message(true, 'someone', 'else'); INSERT INTO business_events VALUES ('b', 'n', 't', now(), now(), '{}')
            """);

        (await broker.Records(2)).Select(record => record.Id).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_idle_slot_moves_with_the_log_of_the_others()
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Create(servers);
        await using var capture = await RunningCapture.Streaming(broker, outbox, "--Capture:HeartbeatSeconds=1");

        await outbox.Run("CREATE TABLE other AS SELECT i FROM generate_series(1, 1000) i");
        var written = await outbox.CurrentLsn();

        await Eventually.Until(async () => await outbox.ConfirmedLsn() >= written, "the slot has passed the other table's log");
    }

    [Fact]
    public async Task A_second_capture_waits_until_the_first_lets_go_of_the_slot()
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Create(servers);
        var first = await RunningCapture.Streaming(broker, outbox);
        await using var second = await RunningCapture.Start(broker, outbox);
        await Eventually.Until(() => second.Report.WaitingFor?.Contains("is in use by server process") == true, "the second waits");

        await first.DisposeAsync();

        await Eventually.Until(() => second.Service.Databases[0].IsStreaming, "the second streams");
    }

    [Fact]
    public async Task A_server_that_stops_and_starts_loses_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("capture-postgres-").FullName;
        try
        {
            await using var server = await PostgresServer.Start(folder, CancellationToken.None, isDurable: false);
            using var broker = TestBroker.Embedded();
            await using var outbox = await TestOutbox.Create(server);
            await using var capture = await RunningCapture.Streaming(broker, outbox);
            await outbox.Insert("e", 10);

            await server.Stop();
            await Eventually.Until(() => !capture.Service.Databases[0].IsStreaming, "it notices");
            (await Health(capture)).ShouldBe(HttpStatusCode.ServiceUnavailable);
            await server.Start(CancellationToken.None);
            await outbox.Insert("e", 10, from: 10);

            (await broker.Records(20)).Select(record => record.Id).Distinct().Count().ShouldBe(20);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<HttpStatusCode> Health(RunningCapture capture)
    {
        using var http = new HttpClient { BaseAddress = capture.Url };
        using var response = await http.GetAsync("/health");
        return response.StatusCode;
    }

    static async Task<JsonElement> Status(RunningCapture capture)
    {
        using var http = new HttpClient { BaseAddress = capture.Url };
        return (await http.GetFromJsonAsync<JsonElement>("/capture/status"))[0];
    }
}
