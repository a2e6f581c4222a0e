using Crash.Instances;
using Crash.Support;

namespace Crash;

/// <summary>
/// Two routing services under load, killed at every named point of a transaction, of a restore and of a checkpoint, and anywhere; some lose
/// their state. In the end each row shows what a crash-free run would, no output was repeated, and the state is the newest of everything.
/// </summary>
public class JoinCrashTests(Platform platform)
{
    /// <summary>Each of so many commits fails.</summary>
    const int FailingCommit = 5;

    [Fact(Explicit = true)]
    public async Task Killed_at_every_point_and_anywhere_joins_of_a_million_events_are_right()
    {
        await using var scenario = await platform.Joins(seed: 1, scale: 50);
        await scenario.Begin();

        for (var round = 0; round < 2; round++)
        {
            foreach (var point in JoiningInstance.Points)
            {
                await scenario.CrashNext(point);
                Tell(scenario, point);
            }
            for (var kill = 0; kill < 5; kill++) await scenario.KillNext();
            Tell(scenario, "anywhere");
        }
        await scenario.Reach(1_000_000);

        await scenario.End();
        scenario.Kills.ShouldBeGreaterThanOrEqualTo(40);
        scenario.LongestSilence.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        IsRight(scenario);
    }

    [Fact]
    public async Task A_few_kills_and_joins_are_right()
    {
        await using var scenario = await platform.Joins(seed: 2, scale: 5);
        await scenario.Begin();

        foreach (var point in (string[])["ChangesProduced", "BeforeApply", "CheckpointSaved"]) await scenario.CrashNext(point);

        await scenario.End();
        IsRight(scenario);
    }

    [Fact]
    public async Task A_few_kills_and_joins_of_services_that_follow_each_other_are_right()
    {
        await using var scenario = await platform.Joins(seed: 4, scale: 5, isStandby: true);
        await scenario.Begin();

        foreach (var point in (string[])["Followed", "BeforeApply", "CheckpointPublished"]) await scenario.CrashNext(point);

        await scenario.End();
        IsRight(scenario);
    }

    [Fact(Explicit = true)]
    public async Task Killed_at_every_point_and_anywhere_joins_of_services_that_follow_each_other_are_right()
    {
        await using var scenario = await platform.Joins(seed: 5, scale: 20, isStandby: true);
        await scenario.Begin();

        foreach (var (number, point) in JoiningInstance.StandbyPoints.Index())
        {
            await scenario.CrashNext(point);
            Tell(scenario, point);
            if (number % 2 == 1) await scenario.KillNext();
        }

        await scenario.End();
        scenario.LongestSilence.ShouldBeLessThan(TimeSpan.FromSeconds(30));
        IsRight(scenario);
    }

    [Fact(Explicit = true)]
    public async Task Without_transactions_the_same_kills_are_seen_in_the_results()
    {
        await using var scenario = await platform.Joins(seed: 3, scale: 5, hasTransactions: false);
        await scenario.Begin();

        for (var kill = 0; kill < 5; kill++) await scenario.KillNext();

        // The negative control: the same checks see what transactions prevent, which is repeats, not wrong ends.
        (await scenario.Differences(TimeSpan.FromMinutes(2))).ShouldBeEmpty();
        scenario.Repeated.ShouldBeGreaterThan(0);
    }

    [Fact(Explicit = true)]
    public async Task Commits_that_fail_leave_nothing_behind()
    {
        await using var scenario = await platform.Joins(seed: 6, scale: 5);
        await scenario.Begin(JoiningInstance.Failing, FailingCommit);
        await scenario.Reach(50_000);

        await scenario.End();
        IsRight(scenario);
    }

    [Fact(Explicit = true)]
    public async Task Without_the_overlay_failed_commits_are_seen_in_the_results()
    {
        await using var scenario = await platform.Joins(seed: 6, scale: 5);
        await scenario.Begin(JoiningInstance.FailingWithoutOverlay, FailingCommit);
        await scenario.Reach(50_000);

        // The negative control: state that knows of a record that was taken back says nothing when it comes again.
        (await scenario.Differences(TimeSpan.FromSeconds(30))).ShouldNotBeEmpty();
    }

    static void IsRight(JoinScenario scenario)
    {
        scenario.Repeated.ShouldBe(0);
        scenario.NothingIsGivenUp();
        var (state, finance) = (scenario.State(), scenario.Finance);
        state.Loans.ShouldBe(finance.LoanVersions, ignoreOrder: true);
        state.Cars.ShouldBe(finance.CarVersions, ignoreOrder: true);
        state.LoansOfPayments.ShouldBe(finance.LoanVersions, ignoreOrder: true);
    }

    static void Tell(JoinScenario scenario, string point) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{scenario.Kills} kills, last {point}; {scenario.Events:N0} events, longest silence {scenario.LongestSilence.TotalSeconds:F1} s");
}
