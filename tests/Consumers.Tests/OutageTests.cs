using System.Net;
using Servers;

namespace Consumers.Tests;

public sealed class OutageTests(Platform platform)
{
    [Fact]
    public async Task A_consumer_starts_and_goes_on_whatever_its_database_does()
    {
        var token = TestContext.Current.CancellationToken;
        await using var postgres = await PostgresServer.Start(platform.NewFile("outage"), token, isDurable: false);
        await postgres.CreateDatabase("view", token);
        var place = await Place.Create(platform, View.Cars) with { ConnectionString = postgres.ConnectionString("view") };
        var sample = Sample.Of(View.Cars);
        void Send(string prefix) => platform.Broker.Produce(place.Topic, sample.Copies(prefix, 20));

        await postgres.Stop();
        await using var running = await RunningView.Start(place);
        Send("before");
        await running.UntilStatus(status => status["problem"] is not null, "a problem");
        (await running.Http.GetAsync("/health", token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await running.Http.GetAsync("/cars", token)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await postgres.Start(token);
        for (var i = 0; i < 20; i++) await running.Row($"before-{i}");
        await running.Until(async () => (await running.Http.GetAsync("/health", token)).IsSuccessStatusCode, "health");

        foreach (var round in new[] { "first", "second" })
        {
            await postgres.Kill();
            Send(round);
            await running.UntilStatus(status => status["problem"] is not null, "a problem");
            await postgres.Start(token);
            for (var i = 0; i < 20; i++) await running.Row($"{round}-{i}");
        }
        await running.UntilStatus(status => status["problem"] is null && status["records"]!.GetValue<long>() == 60, "60 rows");
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_database_is_not_where_the_group_is()
    {
        var place = await Place.Create(platform, View.Services);
        var sample = Sample.Of(View.Services);
        platform.Broker.Produce(place.Topic, sample.Copies("a", 30));
        await using (var running = await RunningView.Start(place))
        {
            await running.UntilStatus(status => status["records"]?.GetValue<long>() == 30, "30 rows");
        }

        platform.Broker.Produce(place.Topic, sample.Copies("b", 30));
        await using (var running = await RunningView.Start(place))
        {
            await running.UntilStatus(status => status["records"]?.GetValue<long>() == 60, "60 rows");
        }

        // The same group, which has committed the end of the log, with an empty database: everything is read again.
        await using (var anew = await RunningView.Start(place with { ConnectionString = await platform.NewDatabase() }))
        {
            await anew.UntilStatus(status => status["records"]?.GetValue<long>() == 60, "60 rows in another database");
        }
    }
}
