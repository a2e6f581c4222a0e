using System.CommandLine;
using Librdkafka;

namespace Cli;

/// <summary><c>dead-letters</c>: what no consumer could use, and the way back.</summary>
static class DeadLettersCommand
{
    public static Command Create() => new("dead-letters", "Records that a group gave up: list them, look at one, send them again.")
    {
        ListLetters.Create(),
        ShowLetter.Create(),
        RedriveLetters.Create(),
    };

    /// <summary>Says on standard error why a command could not be done.</summary>
    public static async Task<int> Guarded(ParseResult parsed, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (e is PlatformException or KafkaException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(
                "Interrupted. What was copied stays copied; the same command goes on with the rest.");
            return ExitCode.Failed;
        }
    }
}
