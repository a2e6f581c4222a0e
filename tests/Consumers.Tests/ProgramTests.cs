using Servers;

namespace Consumers.Tests;

/// <summary>Consumers as processes.</summary>
public sealed class ProgramTests(Platform platform)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Print_writes_flat_fields_event_and_entities()
    {
        var place = await Place.Create(platform, View.Services);
        var sample = Sample.Of(View.Services).Copy("printed", "SERVICE-1");
        platform.Broker.Produce(place.Topic, ("printed", sample.Flat()), ("bad", "not\u001bJSON"u8.ToArray()));

        await using var process = Start(place, "--print");
        var lines = await LinesUntil(process, line => line.Contains("(unreadable"), line => line.Contains("mileageAtService"));

        lines.ShouldContain(line => line.StartsWith($"--- {place.Topic}[") && line.EndsWith("at 0"));
        lines.ShouldContain("id: \"printed\"");
        lines.ShouldContain("event_type: \"CarServiceDone\"");
        lines.ShouldContain("__op: \"c\"");
        lines.ShouldContain("__ts_ms: 1795242960386");
        lines.ShouldContain("  eventName: \"Car Service Done\"");
        lines.ShouldContain("entity ServiceRecord SERVICE-1");
        lines.ShouldContain("  dealerId: \"DEALER-003\"");
        lines.ShouldNotContain(line => line.Contains('\u001b'));
    }

    [Fact]
    public async Task Killed_in_the_middle_and_started_again_nothing_is_missing()
    {
        const int Count = 3000, Kills = 3;
        var place = await Place.Create(platform, View.Payments);
        var sample = Sample.Of(View.Payments);

        for (var round = 0; round < Kills; round++)
        {
            var first = round * Count / Kills;
            platform.Broker.Produce(place.Topic, sample.Copies("payment", Count / Kills, first));
            await using var process = Start(place);
            await UntilRows(place, rows => rows > first);
            await process.Kill();
        }

        await using var running = await RunningView.Start(place);
        await running.UntilStatus(status => status["records"]!.GetValue<long>() == Count, $"{Count} rows");
        (await running.Status())["offsets"]!.AsArray().Sum(offset => offset!["next"]!.GetValue<long>()).ShouldBe(Count);
    }

    [Fact]
    public async Task Reset_empties_the_view_and_exits()
    {
        var place = await Place.Create(platform, View.Payments);
        platform.Broker.Produce(place.Topic, ("p", Sample.Of(View.Payments).Flat()));
        await using (var running = await RunningView.Start(place))
        {
            await running.UntilStatus(status => status["records"]?.GetValue<long>() == 1, "a row");
        }

        await using var process = Start(place, Views.ViewReset.Command);
        await process.WaitForExit(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, string.Join('\n', process.LastLines(20)));
        (await Rows(place)).ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_configuration_is_told_without_a_stack()
    {
        var place = await Place.Create(platform, View.Payments) with { ConnectionString = "" };

        await using var process = Start(place);
        await process.WaitForExit(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(2);
        process.LastLines(5).ShouldContain(line => line.Contains("ConnectionStrings__View is not set"));
    }

    ChildProcess Start(Place place, params string[] arguments)
    {
        var assembly = place.View.Build.Method.DeclaringType!.Assembly.Location;
        var environment = new Dictionary<string, string>(place.Environment) { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" };
        return ChildProcess.Start(place.View.Name, ["dotnet", assembly, .. arguments], platform.NewFile("consumer.log"), environment);
    }

    static async Task<List<string>> LinesUntil(ChildProcess process, params Predicate<string>[] conditions)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var lines = process.LastLines(500).ToList();
            if (conditions.All(lines.Exists)) return lines;
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new TimeoutException(string.Join('\n', lines));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    static async Task UntilRows(Place place, Predicate<long> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition(await Rows(place)))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new TimeoutException($"{await Rows(place)} rows");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    static async Task<long> Rows(Place place)
    {
        await using var source = Npgsql.NpgsqlDataSource.Create(place.ConnectionString);
        await using var exists = source.CreateCommand($"SELECT to_regclass('view.{place.View.Name}') IS NOT NULL");
        if (!(bool)(await exists.ExecuteScalarAsync())!) return 0;
        await using var count = source.CreateCommand($"SELECT count(*) FROM view.{place.View.Name}");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
