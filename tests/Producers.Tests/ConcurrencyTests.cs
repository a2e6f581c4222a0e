using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Producers.Tests;

public sealed class ConcurrencyTests(ThreeProducers producers)
{
    const int MaxConnections = 10;

    [Fact]
    public async Task A_thousand_requests_in_flight_all_succeed_on_ten_connections()
    {
        using var stop = new CancellationTokenSource();
        var watch = MostConnections("payments", stop.Token);
        var payments = Enumerable.Range(0, 1_000).Select(_ => Events.Of("loan-payment-submitted").ToJsonString()).ToList();
        var clock = Stopwatch.StartNew();

        var answers = await Task.WhenAll(payments.Select(payment => producers["payments"].Post("/api/v1/events", payment)));

        TestContext.Current.TestOutputHelper!.WriteLine($"{answers.Length / clock.Elapsed.TotalSeconds:F0} requests/s");
        await stop.CancelAsync();
        answers.Select(answer => answer.Status).Distinct().ShouldBe([201]);
        (await watch).ShouldBeInRange(1, MaxConnections);
    }

    [Fact]
    public async Task The_same_event_at_once_is_recorded_once()
    {
        var car = Events.Car().ToJsonString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => producers.Cars.Post("/api/v1/events", car)));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 200).ShouldBe(39);
    }

    [Fact]
    public async Task Different_events_with_one_uuid_at_once_leave_one()
    {
        var cars = Enumerable.Range(0, 30).Select(_ => Events.Car()).ToList();
        foreach (var car in cars) car["eventHeader"]!["uuid"] = cars[0].Uuid();

        var answers = await Task.WhenAll(cars.Select(car => producers.Cars.Post("/api/v1/events", car.ToJsonString())));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 409).ShouldBe(29);
        (await producers.Postgres.Value<long>("cars", "SELECT count(*) FROM cars WHERE event_id = $1", cars[0].Uuid())).ShouldBe(1);
    }

    [Fact]
    public async Task Bulks_that_change_the_same_entities_in_opposite_orders_all_succeed()
    {
        var ids = Enumerable.Range(0, 60).Select(_ => Events.NewId("shared")).ToList();
        var bulks = Enumerable.Range(0, 24).Select(n =>
        {
            var order = n % 2 == 0 ? ids : Enumerable.Reverse(ids);
            return Events.Bulk(order.Select(id => Events.Canonical(Events.NewId(), id, $$"""{"mileage":{{n}},"by{{n}}":true}""")));
        });

        var answers = await Task.WhenAll(bulks.Select(bulk => producers.Cars.Post("/api/v1/events/bulk", bulk)));

        answers.Select(answer => answer.Status).Distinct().ShouldBe([201]);
        foreach (var id in ids)
        {
            var attributes = JsonNode.Parse((await producers.Cars.Get($"/cars/{id}")).Text)!["attributes"]!.AsObject();
            attributes.Count.ShouldBe(25, "every bulk's attribute is kept, none overwritten");
        }
    }

    async Task<long> MostConnections(string database, CancellationToken stop)
    {
        var most = 0L;
        while (!stop.IsCancellationRequested)
        {
            var sql = $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()";
            most = Math.Max(most, await producers.Postgres.Value<long>(database, sql));
        }
        return most;
    }
}
