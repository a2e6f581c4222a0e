using System.CommandLine;

namespace Cli;

/// <summary><c>filters graph</c>.</summary>
static class GraphFilters
{
    public static Command Create()
    {
        var command = new Command("graph", "Print topics, filters, joins and consumers as a Mermaid flowchart.")
        {
            FilterOptions.Path, FilterOptions.Json,
        };
        command.SetAction((parsed, _) => FilterRun.Guarded(parsed, () => Task.FromResult(Run(parsed))));
        return command;
    }

    static int Run(ParseResult parsed)
    {
        var graph = new MermaidGraph(PipelinePath.Usable(parsed.GetRequiredValue(FilterOptions.Path)));
        if (parsed.GetValue(FilterOptions.Json)) FilterRun.Print(parsed, graph.Json());
        else foreach (var line in graph.Lines()) parsed.InvocationConfiguration.Output.WriteLine(line);
        return ExitCode.Succeeded;
    }
}
