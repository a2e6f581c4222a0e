using Crash.Support;

namespace Crash;

/// <summary>
/// Three instances under load, killed at every crash point of a transaction and joining and leaving meanwhile: a reader of committed
/// records sees every number once, in order per key.
/// </summary>
public class CrashPointTests(Platform platform)
{
    const int Kills = 5;

    [Theory(Explicit = true)]
    [InlineData("AfterConsume", Kind.Processor)]
    [InlineData("AfterProduce", Kind.Processor)]
    [InlineData("AfterOffsets", Kind.Processor)]
    [InlineData("AfterCommit", Kind.Processor)]
    [InlineData("AfterConsume", Kind.Typed)]
    [InlineData("AfterProduce", Kind.Typed)]
    [InlineData("AfterOffsets", Kind.Typed)]
    [InlineData("AfterCommit", Kind.Typed)]
    public async Task Killed_at_a_crash_point_output_equals_input(string point, Kind kind)
    {
        await using var scenario = await platform.Scenario(exactlyOnce: true, kind);
        await scenario.Begin();

        for (var i = 0; i < Kills; i++)
        {
            await scenario.CrashNext(point);
            if (i % 2 == 1) await scenario.LeaveAndJoin();
        }

        await scenario.End();
        scenario.OutputIsInput();
    }

    [Theory(Explicit = true)]
    [InlineData(Kind.Processor)]
    [InlineData(Kind.Typed)]
    public async Task Commit_sent_and_answer_lost_output_equals_input(Kind kind)
    {
        await using var scenario = await platform.Scenario(exactlyOnce: true, kind);
        await scenario.Begin();

        for (var i = 0; i < Kills; i++)
        {
            await scenario.LoseReply(kill: true, cut: i % 2 == 0);
            if (i % 2 == 1) await scenario.LeaveAndJoin();
        }

        await scenario.LoseReply(kill: false, cut: true);
        await scenario.LoseReply(kill: false, cut: false);
        await scenario.End();
        scenario.OutputIsInput();
    }

    [Theory(Explicit = true)]
    [InlineData(Kind.Processor)]
    [InlineData(Kind.Typed)]
    public async Task At_least_once_the_same_kills_lose_nothing_and_repeat_some(Kind kind)
    {
        await using var scenario = await platform.Scenario(exactlyOnce: false, kind);
        await scenario.Begin();

        for (var i = 0; i < Kills; i++)
        {
            if (kind == Kind.Typed) await scenario.KillNext();
            else await scenario.CrashNext("AfterProduce");
            if (i % 2 == 1) await scenario.LeaveAndJoin();
        }

        await scenario.End();
        scenario.Copies.Distinct.ShouldBe(scenario.Load.Count * Scenario.Partitions);

        // The negative control: the same suite sees what a transaction prevents.
        scenario.Copies.Repeated.ShouldBeGreaterThan(0);
    }

    [Fact(Explicit = true)]
    public async Task After_a_kill_of_one_of_two_instances_committed_output_resumes_within_30_s()
    {
        await using var scenario = await platform.Scenario(exactlyOnce: true, Kind.Mixed, instances: 2);
        await scenario.Begin();
        scenario.Copies.WatchGaps();

        await scenario.Instances[0].Kill();
        await scenario.Copies.Reach(scenario.Copies.Distinct + 20_000);
        await scenario.Load.Stop();
        await scenario.Copies.Reach(scenario.Load.Count * Scenario.Partitions);

        TestContext.Current.TestOutputHelper?.WriteLine($"longest gap of a partition: {scenario.Copies.LongestGap.TotalSeconds:F1} s");
        scenario.Copies.LongestGap.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
