using System.Diagnostics;

namespace Cli.Tests;

/// <summary>What only the program itself shows: exit codes, standard input, and what the README tells to type.</summary>
public sealed class FilterProcessTests
{
    [Fact]
    public async Task An_event_comes_from_standard_input()
    {
        var (code, output, _) = await Run("""{"event_type":"CarCreated"}""", "filters", "explain", FilterCommand.Shipped, "--event", "-");

        code.ShouldBe(ExitCode.Succeeded);
        output.ShouldContain("car-created-filter: match, goes to filtered-car-created-events");
    }

    [Fact]
    public async Task Wrong_usage_is_exit_code_2_with_a_reason()
    {
        var (code, output, error) = await Run("", "filters", "preview", FilterCommand.Shipped, "--last", "many");

        code.ShouldBe(ExitCode.WrongUse);
        output.Trim().ShouldBeEmpty();
        error.ShouldContain("--last must be 1 to 1000000, not 'many'.");
    }

    [Fact]
    public void The_commands_of_the_README_are_commands()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md"))
            .Where(line => line.StartsWith("tributary ", StringComparison.Ordinal))
            .Select(line => line.Split('#')[0].Split('>')[0].Trim()).ToList();

        lines.Count.ShouldBeGreaterThan(5);
        foreach (var line in lines) RootCommands.Create().Parse(line.Split(' ')[1..]).Errors.ShouldBeEmpty(line);
    }

    static async Task<(int Code, string Output, string Error)> Run(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RootCommands).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }

}
