using Microsoft.Extensions.DependencyInjection;
using Outbox;

namespace Producers.Tests;

public sealed class RetentionTests(ScratchServer scratch)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_rows_leave_only_when_the_slot_has_confirmed_them()
    {
        var postgres = await scratch.Empty();
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"));
        await cars.Ready();
        var retention = cars.App.Services.GetRequiredService<OutboxRetention>();
        var (old, young) = (Events.Car(), Events.Car());
        foreach (var car in (System.Text.Json.Nodes.JsonNode[])[old, young])
        {
            (await cars.Post("/api/v1/events", car.ToJsonString())).Status.ShouldBe(201);
        }
        await postgres.Server.Query($"UPDATE business_events SET saved_date = now() - interval '8 days' WHERE id = '{old.Uuid()}'",
            Cancel, "cars");

        (await retention.Step(Cancel)).ShouldBe(0, "seen, not yet known to be confirmed");
        (await retention.Step(Cancel)).ShouldBe(0, "nothing has confirmed it");
        // A commit writes the log out: a slot does not pass what is not written.
        await postgres.Server.Query("SELECT pg_logical_emit_message(true, '', '')", Cancel, "cars");
        await postgres.Server.Query("SELECT pg_replication_slot_advance('cars_business_events', pg_current_wal_insert_lsn())", Cancel,
            "cars");
        (await retention.Step(Cancel)).ShouldBe(1);

        (await postgres.Value<string>("cars", "SELECT string_agg(id, ',') FROM business_events")).ShouldBe(young.Uuid());
    }

    [Fact]
    public async Task Without_the_slot_nothing_leaves()
    {
        var postgres = await scratch.Empty();
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"));
        await cars.Ready();
        var retention = cars.App.Services.GetRequiredService<OutboxRetention>();
        (await cars.Post("/api/v1/events", Events.Car().ToJsonString())).Status.ShouldBe(201);
        await postgres.Server.Query("UPDATE business_events SET saved_date = now() - interval '8 days'", Cancel, "cars");
        await retention.Step(Cancel);
        await postgres.Server.Query("SELECT pg_drop_replication_slot('cars_business_events')", Cancel, "cars");

        (await retention.Step(Cancel)).ShouldBe(0);
        (await postgres.Value<long>("cars", "SELECT count(*) FROM business_events")).ShouldBe(1);
    }
}
