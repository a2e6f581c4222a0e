using Crash.Instances;
using Crash.Support;

namespace Crash;

/// <summary>
/// Two routing services whose source repeats every sixth event, killed as those of joins are: in the end each event came out of the filter
/// once, and the joins of what is left are right.
/// </summary>
public class DedupeCrashTests(Platform platform)
{
    [Fact]
    public async Task A_few_kills_and_each_event_comes_out_once()
    {
        await using var scenario = await platform.Joins(seed: 4, scale: 5, dedupes: true);
        await scenario.Begin();

        foreach (var point in (string[])["ChangesProduced", "BeforeApply", "Restored"]) await scenario.CrashNext(point);

        await scenario.End();
        IsRight(scenario);
    }

    [Fact(Explicit = true)]
    public async Task Killed_at_every_point_and_anywhere_each_event_comes_out_once()
    {
        await using var scenario = await platform.Joins(seed: 5, scale: 20, dedupes: true);
        await scenario.Begin();

        foreach (var point in JoiningInstance.Points) await scenario.CrashNext(point);
        for (var kill = 0; kill < 5; kill++) await scenario.KillNext();

        await scenario.End();
        IsRight(scenario);
    }

    [Fact(Explicit = true)]
    public async Task Without_transactions_the_same_kills_lose_no_event()
    {
        await using var scenario = await platform.Joins(seed: 6, scale: 5, hasTransactions: false, dedupes: true);
        await scenario.Begin();

        for (var kill = 0; kill < 5; kill++) await scenario.KillNext();

        await scenario.End();
        scenario.FilteredLoans.Distinct().Order().ShouldBe(scenario.ProducedLoans.Distinct().Order());
    }

    static void IsRight(JoinScenario scenario)
    {
        var produced = scenario.ProducedLoans;
        produced.Count.ShouldBeGreaterThan(produced.Distinct().Count());
        scenario.FilteredLoans.Order().ShouldBe(produced.Distinct().Order());
        scenario.Repeated.ShouldBe(0);
        scenario.NothingIsGivenUp();
    }
}
