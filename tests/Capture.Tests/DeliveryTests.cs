using Servers;

namespace Capture.Tests;

/// <summary>Nothing is lost whatever stops; with real Kafka nothing is doubled either.</summary>
public sealed class DeliveryTests(RealServers servers)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_largest_event_passes_however_it_has_to_be_escaped(bool isRealKafka)
    {
        using var broker = await servers.Broker(isRealKafka);
        await using var outbox = await TestOutbox.Create(servers);
        await using var capture = await RunningCapture.Streaming(broker, outbox);
        const int room = Contracts.Limits.MaxEventBytes - 100;

        await Insert("astral", $"repeat('😀', {room / 4})");
        await Insert("quotes", $"repeat('\"', {room / 2})");
        await Insert("control", $"repeat(chr(1), {room / 6})");
        var records = await broker.Records(3);

        records.Select(record => record.Id).ShouldBe(["astral", "quotes", "control"], ignoreOrder: true);
        records.Max(record => record.Value.Length).ShouldBeGreaterThan(3 * room - 1000);

        Task Insert(string id, string text) =>
            outbox.Run($"INSERT INTO business_events VALUES ('{id}', 'n', 't', now(), now(), jsonb_build_object('text', {text}))");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_confirms_what_was_sent_and_a_start_goes_on_behind_it(bool isRealKafka)
    {
        using var broker = await servers.Broker(isRealKafka);
        await using var outbox = await TestOutbox.Create(servers);
        for (var round = 0; round < 3; round++)
        {
            await using var capture = await RunningCapture.Streaming(broker, outbox);
            var before = await outbox.CurrentLsn();
            await outbox.Insert("e", 50, from: round * 50);
            await broker.Records((round + 1) * 50);

            await capture.DisposeAsync();
            (await outbox.ConfirmedLsn()).ShouldBeGreaterThan(before);
        }

        Ids(await broker.Records(150)).ShouldBe(Numbered("e", 150), ignoreOrder: true);
    }

    [Fact]
    public async Task A_crash_between_the_commit_in_Kafka_and_the_confirmation_of_the_slot_doubles_nothing()
    {
        using var broker = await servers.Broker(isReal: true);
        await using var outbox = await TestOutbox.Create(servers);
        // The copy stays behind, as the slot would if its confirmation never arrived.
        await outbox.Run($"SELECT pg_copy_logical_replication_slot('{outbox.Slot}', '{outbox.Slot}_old')");
        await using (await RunningCapture.Streaming(broker, outbox))
        {
            for (var transaction = 0; transaction < 5; transaction++) await outbox.Insert("e", 20, from: transaction * 20);
            await broker.Records(100);
        }
        await outbox.Run($"SELECT pg_drop_replication_slot('{outbox.Slot}')");
        await outbox.Run($"SELECT pg_copy_logical_replication_slot('{outbox.Slot}_old', '{outbox.Slot}')");
        await outbox.Run($"SELECT pg_drop_replication_slot('{outbox.Slot}_old')");
        await outbox.Insert("e", 20, from: 100);

        await using var capture = await RunningCapture.Streaming(broker, outbox);

        Ids(await broker.Records(120)).ShouldBe(Numbered("e", 120), ignoreOrder: true);
    }

    [Fact]
    public async Task A_large_transaction_that_stops_in_the_middle_goes_on_there()
    {
        using var broker = await servers.Broker(isReal: true);
        await using var outbox = await TestOutbox.Create(servers);
        const string small = "--Capture:MaxBatchRecords=10";
        await outbox.Run($"""
            INSERT INTO business_events SELECT 'e-' || i, 'n', 't', now(), now(),
              CASE WHEN i = 57 THEN to_jsonb(repeat('x', 3 * 1024 * 1024)) ELSE to_jsonb(i) END FROM generate_series(0, 99) i
            """);
        await using (var capture = await RunningCapture.Start(broker, outbox, small))
        {
            await Eventually.Until(() => capture.Report.LastError?.Contains("Capture__Skip__0=e-57") == true, "the large event is named");
            Ids(await broker.Records(50)).ShouldBe(Numbered("e", 50), ignoreOrder: true);
        }

        await using var second = await RunningCapture.Streaming(broker, outbox, small, "--Capture:Skip:0=e-57");

        Ids(await broker.Records(99)).ShouldBe(Numbered("e", 100).Except(["e-57"]), ignoreOrder: true);
    }

    [Fact]
    public async Task A_broker_that_goes_away_and_comes_back_gets_everything()
    {
        using var broker = TestBroker.Embedded();
        await using var outbox = await TestOutbox.Create(servers);
        await using var capture = await RunningCapture.Streaming(broker, outbox);
        await outbox.Insert("e", 10);
        await broker.Records(10);

        broker.Down();
        await outbox.Insert("e", 10, from: 10);
        broker.Up();

        Ids(await broker.Records(20)).Distinct().ShouldBe(Numbered("e", 20), ignoreOrder: true);
    }

    [Fact]
    public async Task A_real_broker_that_dies_and_comes_back_holds_every_event_once()
    {
        Assert.SkipWhen(RealServers.KafkaHome is null, "KAFKA_HOME is not set: no Kafka distribution to start.");
        await using var kafka = await KafkaServer.Start(
            RealServers.KafkaHome!, Path.Combine(servers.Folder, "mortal"), CancellationToken.None);
        using var broker = await TestBroker.Real(kafka);
        await using var outbox = await TestOutbox.Create(servers);
        await using var capture = await RunningCapture.Streaming(broker, outbox);
        using var writing = new CancellationTokenSource();
        var transactions = 0;
        var writer = Task.Run(async () =>
        {
            while (!writing.IsCancellationRequested) await outbox.Insert("e", 5, from: 5 * transactions++);
        });
        await Eventually.Until(async () => await broker.Count() > 50, "records arrive");

        await kafka.Kill();
        await Eventually.Until(() => transactions > 40, "events are written meanwhile");
        await kafka.Start(CancellationToken.None);
        await writing.CancelAsync();
        await writer;

        List<string> ids = [];
        await Eventually.Until(async () => (ids = [.. Ids(await broker.Records(5 * transactions))]).Distinct().Count() == 5 * transactions,
            () => $"{5 * transactions} different events: {ids.Distinct().Count()}; {capture.Report}");
        ids.ShouldBeUnique();
    }

    static IEnumerable<string> Ids(IEnumerable<ReadRecord> records) => records.Select(record => record.Id);

    static IEnumerable<string> Numbered(string prefix, int count) => Enumerable.Range(0, count).Select(number => $"{prefix}-{number}");
}
