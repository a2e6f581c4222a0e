using System.CommandLine;
using Librdkafka;
using Streams;

namespace Cli;

/// <summary><c>state</c>: copies of the state of joins, and the way back to them.</summary>
static class StateCommand
{
    public static Command Create() => new("state",
        "Copies of the state of joins: list them, take one that stays, go back to one. Exit code 0: done; 1: it could not be done; "
        + "2: wrong usage.")
    {
        ListCopies.Create(),
        TakeSavepoint.Create(),
        RestoreState.Create(),
    };

    /// <summary>Says on standard error why a command could not be done.</summary>
    public static async Task<int> Guarded(ParseResult parsed, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (
            e is PlatformException or KafkaException or IOException or HttpRequestException or RestoreRefusedException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync("Interrupted. The same command can be given again.");
            return ExitCode.Failed;
        }
    }
}
