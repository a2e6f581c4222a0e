using System.CommandLine;
using Contracts;
using Streams;

namespace Cli;

/// <summary>The options that the commands on state share.</summary>
static class StateOptions
{
    /// <summary>What the services read.</summary>
    const string Variable = "State__Checkpoints";

    public static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object." };

    public static readonly Option<string?> Store = new("--store")
    {
        Description = "Only this store, as the list names it: PIPELINE-JOIN, or PIPELINE-JOIN-rows.",
        HelpName = "STORE",
    };

    public static readonly Option<string> Group = new("--group")
    {
        Description = "The consumer group of the service that runs the joins.",
        HelpName = "GROUP",
        DefaultValueFactory = _ => Groups.Routing,
    };

    public static readonly Option<string?> Copies = Location();

    /// <summary>The copies that are meant. Endpoint and credentials of S3 are those of the environment.</summary>
    /// <exception cref="PlatformException">No place is named.</exception>
    public static StateCopies Open(ParseResult parsed)
    {
        var location = parsed.GetValue(Copies) ?? Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(location))
            throw new PlatformException($"Name the place of the copies: --copies s3://bucket/prefix, or {Variable} in the environment.");
        return StateCopies.Fault(location) is { } fault
            ? throw new PlatformException($"{Variable}: {fault}")
            : new StateCopies(location, parsed.GetRequiredValue(Group));
    }

    static Option<string?> Location()
    {
        var option = new Option<string?>("--copies")
        {
            Description = $"Where the copies are: s3://bucket/prefix or file:///folder; without it {Variable} of the environment.",
            HelpName = "PLACE",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && StateCopies.Fault(result.Tokens[0].Value) is { } fault) result.AddError($"--copies: {fault}");
        });
        return option;
    }
}
