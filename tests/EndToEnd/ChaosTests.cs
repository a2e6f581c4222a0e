using Cli;

namespace EndToEnd;

/// <summary>Crashes in the middle of 20,000 events on real Kafka. Minutes each: ./test --long.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    const int Events = 20_000;
    const int EventsPerSecond = 200;
    const int KillsOfEach = 3;
    static readonly TimeSpan DownTime = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan DatabaseDownTime = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    static readonly string[] Victims = [Service.Capture.Name, Service.Routing.Name, .. Service.Consumers.Select(consumer => consumer.Name)];

    [Fact(Explicit = true)]
    public Task Killed_services_lose_nothing_and_repeat_nothing() => Survive(isDatabaseStopped: false);

    [Fact(Explicit = true)]
    public Task Killed_services_and_a_minute_without_the_database_lose_nothing_and_repeat_nothing() => Survive(isDatabaseStopped: true);

    async Task Survive(bool isDatabaseStopped)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var kafkaHome = RealKafka.Required();
        var (time, folder) = (TimeProvider.System, DataFolder.Open(null));
        var progress = new Progress(new TestOutput(output), time);
        var posted = new PostedIndex(new GeneratedEvents(Events, seed: 1));
        var options = new PlatformOptions(folder, RunProcess.FreeBasePort(), Kafka: null, kafkaHome, CaptureKind.Embedded);
        await using (var platform = await Platform.Start(options, time, progress, cancellationToken))
        {
            await using var topics = new TopicWatch(platform.Broker.Connection, posted, time);
            await platform.StartCapture(cancellationToken);
            var poster = new EventPoster(platform.Producers, time);
            var started = time.GetTimestamp();

            var posting = poster.Post(posted.Events, PostingPlan.Bulk(EventsPerSecond), cancellationToken);
            await KillInTurn(platform, poster, posting, isDatabaseStopped, progress, cancellationToken);
            await posting;

            var readers = ViewTable.All.Select(view => new ViewReader(view, platform.AddressOf(view.Service))).ToList();
            var views = await new ViewCheck(posted, readers, time, progress).Wait(Patience, cancellationToken);
            var elapsed = time.GetElapsedTime(started);
            await topics.Settle(Patience, cancellationToken);
            readers.ForEach(reader => reader.Dispose());
            var result = RunResult.Of(posted, topics, views, elapsed, platform.Broker.Kind, platform.Capture);
            output.WriteLine(result.ToJson());
            foreach (var view in views)
                foreach (var line in view.MissingExamples().Concat(view.Differences)) output.WriteLine(line);

            platform.FirstDeath.IsCompleted.ShouldBeFalse("only killed services may end");
            (result.Missing, result.Different).ShouldBe((0, 0));
            // The capture's and the routing's positions are in the transactions of their records: a crash repeats nothing.
            (result.RawDuplicates, result.RoutedDuplicates).ShouldBe((0, 0));
        }
        folder.RemoveIfTemporary(isFailure: false);
    }

    /// <summary>Spreads the kills over the posting, so that each falls on a service at work.</summary>
    static async Task KillInTurn(Platform platform, EventPoster poster, Task posting, bool isDatabaseStopped, Progress progress,
        CancellationToken cancellationToken)
    {
        var kills = Enumerable.Repeat(Victims, KillsOfEach).SelectMany(round => round).ToList();
        for (var number = 0; number < kills.Count; number++)
        {
            await UntilPosted(poster, posting, Events * (number + 1) / (kills.Count + 1), cancellationToken);
            await KillAndRestart(platform, kills[number], poster, progress, cancellationToken);
            if (isDatabaseStopped && number == kills.Count / 2) await StopDatabase(platform, poster, progress, cancellationToken);
        }
    }

    static async Task KillAndRestart(Platform platform, string service, EventPoster poster, Progress progress,
        CancellationToken cancellationToken)
    {
        await platform.Kill(service);
        progress.Say($"killed {service} after {poster.Posted} events");
        await Task.Delay(DownTime, cancellationToken);
        platform.Restart(service);
    }

    /// <summary>A minute without the databases, in which every service also has to start without them.</summary>
    static async Task StopDatabase(Platform platform, EventPoster poster, Progress progress, CancellationToken cancellationToken)
    {
        await platform.StopDatabase();
        progress.Say($"stopped PostgreSQL after {poster.Posted} events");
        var over = Task.Delay(DatabaseDownTime, cancellationToken);
        foreach (var service in Victims) await KillAndRestart(platform, service, poster, progress, cancellationToken);
        await over;
        await platform.StartDatabase(cancellationToken);
        progress.Say("started PostgreSQL");
    }

    static async Task UntilPosted(EventPoster poster, Task posting, int count, CancellationToken cancellationToken)
    {
        while (poster.Posted < count && !posting.IsCompleted) await Task.Delay(50, cancellationToken);
    }
}
