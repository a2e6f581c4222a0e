using Servers;

namespace EndToEnd;

/// <summary>Half a minute of waiting, beside the other tests.</summary>
[Collection(nameof(UnreachableKafkaTests))]
public sealed class UnreachableKafkaTests
{
    [Fact]
    public async Task Brokers_that_do_not_answer_are_named()
    {
        using var run = RunProcess.Start(["--once", "--kafka", $"127.0.0.1:{Ports.Free()}"]);

        (await run.WaitForExit()).ShouldBe(1);
        run.Error.ShouldContain("127.0.0.1:");
        run.Error.ShouldNotContain("   at Cli.", Case.Sensitive, "a message, no stack");
    }
}
