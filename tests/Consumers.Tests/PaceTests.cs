using System.Net;
using Npgsql;

namespace Consumers.Tests;

public sealed class PaceTests(Platform platform)
{
    [Fact]
    public async Task A_single_record_does_not_wait_for_a_batch()
    {
        const int Count = 100;
        var place = await Place.Create(platform, View.Cars);
        await using var running = await RunningView.Start(place);
        var sample = Sample.Of(View.Cars);
        platform.Broker.Produce(place.Topic, sample.Copies("warm", 30));
        await running.UntilStatus(status => status["records"]?.GetValue<long>() == 30, "the first rows");

        for (var i = 0; i < Count; i++)
        {
            var sent = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
            platform.Broker.Produce(place.Topic, ($"single-{i}", sample.Copy($"single-{i}", $"single-{i}").Flat(sent)));
            await running.Row($"single-{i}");
        }

        var median = await Scalar(place, """
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM committed_at - accepted_at) * 1000)::float8
            FROM view.cars WHERE id LIKE 'single-%'
            """);
        TestContext.Current.SendDiagnosticMessage($"{median:0.0} ms from produce to commit (median)");
        // Generous: with the embedded broker a record was seen to wait for most of a fetch (100 ms), with a real one not.
        median.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task A_backlog_is_read_in_batches()
    {
        const int Count = 6000;
        var place = await Place.Create(platform, View.Services);
        platform.Broker.Produce(place.Topic, Sample.Of(View.Services).Copies("backlog", Count));

        await using var running = await RunningView.Start(place);
        await running.UntilStatus(status => status["records"]?.GetValue<long>() == Count, $"{Count} rows");

        var seconds = await Scalar(place, "SELECT extract(epoch FROM max(committed_at) - min(committed_at))::float8 FROM view.services");
        TestContext.Current.SendDiagnosticMessage($"{Count / seconds:0} rows/s from the topic to the view");
        (await Scalar(place, "SELECT count(DISTINCT xmin::text)::float8 FROM view.services")).ShouldBeLessThan(Count / 10);
    }

    [Fact]
    public async Task A_burst_of_requests_stays_within_the_pool_and_does_not_stop_the_view()
    {
        var place = await Place.Create(platform, View.Payments);
        await using var running = await RunningView.Start(place);
        var sample = Sample.Of(View.Payments);
        platform.Broker.Produce(place.Topic, sample.Copies("first", 100));
        await running.UntilStatus(status => status["records"]?.GetValue<long>() == 100, "the first rows");

        var burst = Task.WhenAll(Enumerable.Range(0, 300)
            .Select(_ => running.Http.GetAsync("/payments?limit=100", TestContext.Current.CancellationToken)));
        platform.Broker.Produce(place.Topic, sample.Copies("second", 100));

        (await burst).ShouldAllBe(response => response.StatusCode == HttpStatusCode.OK);
        await running.UntilStatus(status => status["records"]?.GetValue<long>() == 200, "the other rows");
        var connections = await Scalar(place, """
            SELECT count(*)::float8 FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'view %'
            """);
        connections.ShouldBeLessThanOrEqualTo(Views.ViewLimits.Connections);
    }

    static async Task<double> Scalar(Place place, string sql)
    {
        await using var source = NpgsqlDataSource.Create(place.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return (double)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
