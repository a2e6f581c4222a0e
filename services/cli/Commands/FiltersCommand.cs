using System.CommandLine;

namespace Cli;

/// <summary><c>filters</c>: write, check and try filters with the engine that routes.</summary>
static class FiltersCommand
{
    public static Command Create() => new("filters",
        "Check, test and try the filters of pipelines. Exit code 0: all is well; 1: problems, differences or failed cases; 2: wrong usage.")
    {
        LintFilters.Create(),
        TestFilters.Create(),
        ExplainFilters.Create(),
        PreviewFilters.Create(),
        DiffFilters.Create(),
        PrintSchema.Create(),
        GenerateSql.Create(),
        GraphFilters.Create(),
    };
}
