using System.CommandLine;

namespace Cli;

/// <summary><c>pipeline</c>: whole pipelines, filters and joins.</summary>
static class PipelineCommand
{
    public static Command Create() => new("pipeline", "Work with whole pipelines: filters and joins.") { GenerateSql.Create() };
}
