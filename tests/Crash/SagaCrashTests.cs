using Crash.Instances;
using Crash.Support;
using Streams;

namespace Crash;

/// <summary>
/// Sagas that count what comes, killed at points of the transaction, of the task and of its store, and anywhere: what they produced is what
/// their counts would have been without a kill, for a reader of committed records.
/// </summary>
public class SagaCrashTests(Platform platform)
{
    [Fact]
    public async Task A_few_kills_and_every_saga_has_counted_right()
    {
        await using var scenario = await platform.Scenario(exactlyOnce: true, Kind.Saga, instances: 2);
        await scenario.Begin();

        foreach (var point in (string[])["ChangesProduced", "AfterCommit", "BeforeApply"]) await scenario.CrashNext(point);
        await scenario.KillNext();

        await scenario.End();
        scenario.OutputIsInput();
    }

    [Fact(Explicit = true)]
    public async Task Killed_at_every_point_every_saga_has_counted_right()
    {
        await using var scenario = await platform.Scenario(exactlyOnce: true, Kind.Saga);
        await scenario.Begin();

        foreach (var point in JoiningInstance.Points.Where(point => point != nameof(TaskCrashPoint.Revoked)))
        {
            // A restore passes its points once for each partition.
            await scenario.CrashNext(point, passes: 1);
            await scenario.KillNext();
        }

        await scenario.End();
        scenario.OutputIsInput();
    }
}
