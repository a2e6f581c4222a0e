namespace Producers.Tests;

public sealed class OutageTests(ScratchServer scratch)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_database_is_away_requests_get_503_and_one_start_command_runs_and_then_all_works_again()
    {
        var postgres = await scratch.Empty();
        var marks = Path.GetTempFileName();
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"),
            $"--Database:StartCommand=echo x >> '{marks}'");
        await cars.Ready();
        (await cars.Post("/api/v1/events", Events.Car().ToJsonString())).Status.ShouldBe(201);

        await postgres.Server.Stop();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => cars.Post("/api/v1/events", Events.Car().ToJsonString())));
        var read = await cars.Get("/cars");
        var health = await cars.Get("/health");

        foreach (var answer in (Answer[])[.. answers, read])
        {
            answer.Status.ShouldBe(503);
            answer.ContentType.ShouldBe("application/json");
            answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(120));
            answer.Json.GetProperty("error").GetString().ShouldBe("Service Temporarily Unavailable");
            answer.Json.GetProperty("status").GetInt32().ShouldBe(503);
            answer.Json.GetProperty("retry_after").GetInt32().ShouldBe(120);
            answer.Json.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
            answer.Json.EnumerateObject().Count().ShouldBe(4);
        }
        health.Status.ShouldBe(503);
        await Until(() => File.ReadAllText(marks) == "x\n");

        await postgres.Server.Start(Cancel);
        (await cars.Post("/api/v1/events", Events.Car().ToJsonString())).Status.ShouldBe(201);
        File.ReadAllText(marks).ShouldBe("x\n");

        await postgres.Server.Stop();
        (await cars.Get("/cars")).Status.ShouldBe(503);
        await Until(() => File.ReadAllText(marks) == "x\nx\n");
        File.Delete(marks);
    }

    [Fact]
    public async Task A_restart_of_the_database_between_two_requests_is_not_seen()
    {
        var postgres = await scratch.Empty();
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"));
        await cars.Ready();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cars.Post("/api/v1/events", Events.Car().ToJsonString())));

        await postgres.Server.Stop();
        await postgres.Server.Start(Cancel);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => cars.Post("/api/v1/events", Events.Car().ToJsonString())));

        answers.Select(answer => answer.Status).Distinct().ShouldBe([201]);
    }

    [Fact]
    public async Task A_service_that_starts_before_its_database_becomes_ready_with_it()
    {
        var postgres = await scratch.Empty();
        await postgres.Server.Stop();
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"));
        (await cars.Post("/api/v1/events", Events.Car().ToJsonString())).Status.ShouldBe(503);
        (await cars.Post("/api/v1/events/bulk", Events.Bulk([Events.Car()]))).Status.ShouldBe(503);
        (await cars.Get("/health")).Status.ShouldBe(503);

        await postgres.Server.Start(Cancel);
        await cars.Ready();

        (await cars.Post("/api/v1/events", Events.Car().ToJsonString())).Status.ShouldBe(201);
        (await postgres.Value<string>("cars", "SELECT slot_name::text FROM pg_replication_slots")).ShouldBe("cars_business_events");
    }

    [Fact]
    public async Task A_crash_of_the_database_under_load_loses_no_confirmed_event()
    {
        var postgres = await scratch.Empty();
        await using var cars = await RunningService.Start("cars", postgres.Server.ConnectionString("cars"));
        await cars.Ready();
        var confirmed = new System.Collections.Concurrent.ConcurrentBag<string>();
        var load = Parallel.ForEachAsync(Enumerable.Range(0, 600), new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (n, _) =>
        {
            var car = Events.Car();
            for (var answer = 0; answer is not (200 or 201);)
            {
                answer = (await cars.Post("/api/v1/events", car.ToJsonString())).Status;
                answer.ShouldBeOneOf(200, 201, 503);
                if (answer == 503) await Task.Delay(50, Cancel);
            }
            confirmed.Add(car.Uuid());
        });
        await Until(() => confirmed.Count > 100);
        await postgres.Server.Kill();
        await postgres.Server.Start(Cancel);
        await load;

        (await postgres.Value<long>("cars", "SELECT count(*) FROM business_events WHERE id = ANY ($1)", (object)confirmed.ToArray()))
            .ShouldBe(600);
        (await postgres.Value<long>("cars", "SELECT count(*) FROM cars")).ShouldBe(600);
    }

    static async Task Until(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition()) await Task.Delay(20, patience.Token);
    }
}
