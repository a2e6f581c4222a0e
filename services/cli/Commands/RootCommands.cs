using System.CommandLine;

namespace Cli;

/// <summary>The command line: one file for each command.</summary>
static class RootCommands
{
    public static RootCommand Create() => new("Tributary: streams of changes from PostgreSQL to Kafka, to views.")
    {
        RunCommand.Create(),
        TopicsCommand.Create(),
        DeadLettersCommand.Create(),
        FiltersCommand.Create(),
        PipelineCommand.Create(),
        EventsCommand.Create(),
        StateCommand.Create(),
    };
}
