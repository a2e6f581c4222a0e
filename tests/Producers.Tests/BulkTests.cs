using System.Diagnostics;
using Contracts;

namespace Producers.Tests;

public sealed class BulkTests(ThreeProducers producers)
{
    const string Path = "/api/v1/events/bulk";

    static int[] Statuses(Answer answer) =>
        [.. answer.Json.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("status").GetInt32())];

    [Fact]
    public async Task Both_forms_of_a_bulk_answer_for_each_event()
    {
        var (one, two) = (Events.Car(), Events.Car());

        var first = await producers.Cars.Post(Path, Events.Bulk([one, two]));
        var second = await producers.Cars.Post(Path, $"{{\"events\":{Events.Bulk([two, Events.Car()])}}}");
        var third = await producers.Cars.Post(Path, Events.Bulk([one, two]));

        first.Status.ShouldBe(201, first.Text);
        first.Json.GetProperty("accepted").GetInt32().ShouldBe(2);
        Statuses(first).ShouldBe([201, 201]);
        first.Json.GetProperty("results")[1].GetProperty("uuid").GetString().ShouldBe(two.Uuid());
        first.Json.GetProperty("results")[1].GetProperty("index").GetInt32().ShouldBe(1);
        second.Status.ShouldBe(201);
        Statuses(second).ShouldBe([200, 201]);
        third.Status.ShouldBe(200);
        Statuses(third).ShouldBe([200, 200]);
    }

    [Fact]
    public async Task An_event_twice_in_a_bulk_is_recorded_once()
    {
        var car = Events.Car();

        var answer = await producers.Cars.Post(Path, Events.Bulk([car, car]));

        answer.Status.ShouldBe(201);
        Statuses(answer).ShouldBe([201, 200]);
        (await producers.Postgres.Value<long>("cars", "SELECT count(*) FROM business_events WHERE id = $1", car.Uuid())).ShouldBe(1);
    }

    [Fact]
    public async Task One_conflict_refuses_the_whole_bulk()
    {
        var stored = Events.Car();
        (await producers.Cars.Post("/api/v1/events", stored.ToJsonString())).Status.ShouldBe(201);
        stored.Entity()["color"] = "Red";
        var before = await producers.Postgres.Rows("cars");

        var answer = await producers.Cars.Post(Path, Events.Bulk([Events.Car(), stored, Events.Car()]));

        answer.Status.ShouldBe(409);
        answer.Json.GetProperty("accepted").GetInt32().ShouldBe(0);
        Statuses(answer).ShouldBe([424, 409, 424]);
        answer.Fields.ShouldBe(["/1/eventHeader/uuid"]);
        (await producers.Postgres.Rows("cars")).ShouldBe(before);
    }

    [Fact]
    public async Task Events_of_one_entity_apply_in_the_order_of_the_bulk()
    {
        var car = Events.Car();
        var changes = Enumerable.Range(1, 20).Select(n =>
            Events.Canonical(Events.NewId(), car.Uuid(), $$"""{"mileage":{{n}},"step{{n}}":{{n}}}"""));

        (await producers.Cars.Post(Path, Events.Bulk([car, .. changes]))).Status.ShouldBe(201);

        var stored = (await producers.Cars.Get($"/cars/{car.Uuid()}")).Json;
        stored.GetProperty("mileage").GetInt32().ShouldBe(20);
        stored.GetProperty("attributes").GetProperty("step1").GetInt32().ShouldBe(1);
        stored.GetProperty("attributes").GetProperty("step20").GetInt32().ShouldBe(20);
    }

    [Fact]
    public async Task A_bulk_may_reach_both_its_limits()
    {
        var filler = new string('x', Limits.MaxBulkBytes / Limits.MaxBulkEvents - 1_000);
        var bulk = Events.Bulk(Enumerable.Range(0, Limits.MaxBulkEvents)
            .Select(_ => Events.Car(car => car.Entity()["description"] = filler)));

        var answer = await producers.Cars.Post(Path, bulk + new string(' ', Limits.MaxBulkBytes - bulk.Length));

        answer.Status.ShouldBe(201, answer.Text);
    }

    [Fact]
    public async Task Twenty_thousand_events_take_less_than_thirty_seconds_of_one_processor()
    {
        const int bulks = 40;
        var bodies = Enumerable.Range(0, bulks)
            .Select(_ => Events.Bulk(Enumerable.Range(0, Limits.MaxBulkEvents).Select(_ => Events.Of("loan-created")))).ToList();
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();

        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (body, _) => (await producers["loans"].Post(Path, body)).Status.ShouldBe(201));

        process.Refresh();
        var used = process.TotalProcessorTime - before;
        var rate = bulks * Limits.MaxBulkEvents / clock.Elapsed.TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine($"{rate:F0} events/s, {used} of processor");
        // Processor time, not wall time: what else the machine does must not decide.
        used.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
