using System.CommandLine;

namespace Cli;

/// <summary><c>filters test</c>: runs the cases that stand beside pipelines.</summary>
static class TestFilters
{
    static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Pipeline files, whose cases stand beside them (car-finance.yaml: car-finance.tests.yaml), or files of cases, "
            + "or folders.",
        Arity = ArgumentArity.OneOrMore,
    };

    static readonly Option<string?> JUnit = new("--junit") { Description = "Write the outcomes as JUnit XML, too.", HelpName = "FILE" };

    static readonly Option<int?> MinCoverage = NumberOption.Checked(new Option<int?>("--min-coverage")
    {
        Description = "Exit with 1 when fewer percent of the conditions' outcomes (each seen true, each seen false) came up.",
        HelpName = "PERCENT",
    }, text => NumberOption.Int(text), percent => percent is >= 0 and <= 100, "0 to 100");

    public static Command Create()
    {
        var command = new Command(
            "test", "Run the cases beside filters: name, filter, given (an event), expect: match|noMatch|unknown|error.")
        {
            Paths, JUnit, MinCoverage, FilterOptions.Json,
        };
        command.SetAction((parsed, _) => FilterRun.Guarded(parsed, () => Task.FromResult(Run(parsed))));
        return command;
    }

    static int Run(ParseResult parsed)
    {
        var path = PipelinePath.Read(parsed.GetRequiredValue(Paths));
        if (path.HasErrors) throw new BrokenPipelineException(path.Problems);
        if (path.Cases.Count == 0)
            throw new PlatformException(
                "There is no case to run: write some beside the pipeline, for car-finance.yaml in car-finance.tests.yaml.");

        var run = CaseRun.Of(path, TimeProvider.System);
        if (parsed.GetValue(JUnit) is { } file) JUnitReport.Write(file, run);
        if (parsed.GetValue(FilterOptions.Json)) FilterRun.Print(parsed, CaseText.Json(run));
        else foreach (var line in CaseText.Lines(run)) parsed.InvocationConfiguration.Output.WriteLine(line);
        if (run.Failed > 0) return ExitCode.Failed;
        if (parsed.GetValue(MinCoverage) is not { } wanted || run.Percent >= wanted) return ExitCode.Succeeded;
        parsed.InvocationConfiguration.Error.WriteLine(
            $"{run.Percent} % of the conditions' outcomes came up; --min-coverage wants {wanted} %.");
        return ExitCode.Failed;
    }
}
