using Crash.Support;

namespace Crash;

/// <summary>The short cut: each crash point once, in a record processor or a typed consumer.</summary>
public class ShortCrashTests(Platform platform)
{
    [Fact]
    public async Task Each_crash_point_once_and_output_equals_input()
    {
        await using var scenario = await platform.Scenario(exactlyOnce: true, Kind.Mixed, instances: 2);
        await scenario.Begin();

        foreach (var point in (string[])["AfterConsume", "AfterProduce", "AfterOffsets", "AfterCommit"]) await scenario.CrashNext(point);
        await scenario.LoseReply(kill: true, cut: true);

        await scenario.End();
        scenario.OutputIsInput();
    }
}
