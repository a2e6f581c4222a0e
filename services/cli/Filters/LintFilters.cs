using System.CommandLine;
using Streams;

namespace Cli;

/// <summary><c>filters lint</c>: every problem of every file at once.</summary>
static class LintFilters
{
    static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Pipeline files (YAML or JSON), files of cases, or folders of both.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    static readonly Option<bool> Codes = new("--codes") { Description = "List the codes of problems, which never change their meaning." };

    static readonly Option<bool> GitHub = new("--github") { Description = "Print problems so that GitHub shows them beside the lines." };

    static readonly Option<bool> DenyWarnings = new("--deny-warnings") { Description = "Exit with 1 for warnings too." };

    public static Command Create()
    {
        var command = new Command("lint", "List all problems: file:line:column: severity CODE: what is wrong and what to write instead.")
        {
            Paths, Codes, GitHub, DenyWarnings, FilterOptions.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Paths) is not { Length: > 0 } && !result.GetValue(Codes))
                result.AddError("Name the files or folders to lint.");
            if (result.GetValue(GitHub) && result.GetValue(FilterOptions.Json)) result.AddError("--github and --json exclude each other.");
        });
        command.SetAction((parsed, _) => FilterRun.Guarded(parsed, () => Task.FromResult(Run(parsed))));
        return command;
    }

    static int Run(ParseResult parsed) => parsed.GetValue(Codes) ? ListCodes(parsed) : Lint(parsed);

    static int ListCodes(ParseResult parsed)
    {
        if (parsed.GetValue(FilterOptions.Json))
            FilterRun.Print(parsed, new { codes = ProblemMeanings.All.Select(code => new { code = code.Key, meaning = code.Value }) });
        else foreach (var (code, meaning) in ProblemMeanings.All) parsed.InvocationConfiguration.Output.WriteLine($"{code}  {meaning}");
        return ExitCode.Succeeded;
    }

    static int Lint(ParseResult parsed)
    {
        var problems = PipelinePath.Read(parsed.GetRequiredValue(Paths)).Problems.GroupBy(problem => problem.File)
            .SelectMany(file => file.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)).ToList();
        var errors = problems.Count(problem => problem.Severity == Severity.Error);
        var warnings = problems.Count - errors;
        if (parsed.GetValue(FilterOptions.Json))
        {
            FilterRun.Print(parsed, new { errors, warnings, problems = problems.Select(ProblemText.Json) });
        }
        else
        {
            var line = parsed.GetValue(GitHub) ? (Func<Problem, string>)ProblemText.Annotation : ProblemText.Line;
            foreach (var problem in problems) parsed.InvocationConfiguration.Output.WriteLine(line(problem));
            parsed.InvocationConfiguration.Output.WriteLine($"errors: {errors}, warnings: {warnings}");
        }
        return errors > 0 || warnings > 0 && parsed.GetValue(DenyWarnings) ? ExitCode.Failed : ExitCode.Succeeded;
    }
}
