using System.CommandLine;
using System.Text.Json;
using Librdkafka;
using Streams;

namespace Cli;

/// <summary>The command line is right by itself, but not together with the files it names.</summary>
sealed class WrongUseException(string message) : Exception(message);

/// <summary>Pipelines cannot be used: their problems say why.</summary>
sealed class BrokenPipelineException(IReadOnlyList<Problem> problems) : Exception("The pipelines have errors.")
{
    public IReadOnlyList<Problem> Problems => problems;
}

/// <summary>Runs a command on filters. Why one could not be done is said on standard error, with <c>--json</c> also as an object on
/// standard output.</summary>
static class FilterRun
{
    public static async Task<int> Guarded(ParseResult parsed, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (BrokenPipelineException broken)
        {
            foreach (var problem in broken.Problems)
                await parsed.InvocationConfiguration.Error.WriteLineAsync(ProblemText.Line(problem));
            return Fail(parsed, broken.Message, broken.Problems, ExitCode.Failed);
        }
        catch (WrongUseException wrong)
        {
            return Fail(parsed, wrong.Message, [], ExitCode.WrongUse);
        }
        catch (Exception e) when (e is PlatformException or KafkaException or IOException or UnauthorizedAccessException)
        {
            return Fail(parsed, e.Message, [], ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return Fail(parsed, "Interrupted.", [], ExitCode.Failed);
        }
    }

    /// <summary>The last line of standard output.</summary>
    public static void Print(ParseResult parsed, object result) =>
        parsed.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));

    static int Fail(ParseResult parsed, string message, IReadOnlyList<Problem> problems, int code)
    {
        parsed.InvocationConfiguration.Error.WriteLine(ShownText.Of(message));
        if (parsed.GetValue(FilterOptions.Json)) Print(parsed, new { error = message, problems = problems.Select(ProblemText.Json) });
        return code;
    }
}
