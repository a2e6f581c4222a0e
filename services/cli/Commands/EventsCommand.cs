using System.CommandLine;

namespace Cli;

/// <summary><c>events generate</c>: the events that <c>run --events</c> posts, for load tests of other tools.</summary>
static class EventsCommand
{
    static readonly Argument<int> Count = new("count") { Description = "How many." };

    static readonly Option<int> Seed = SeedOption();

    public static Option<int> SeedOption() => NumberOption.Checked(new Option<int>("--seed")
    {
        Description = "The generated events are a function of it, ids and dates included.",
        HelpName = "S",
        DefaultValueFactory = _ => RunOptions.DefaultSeed,
    }, NumberOption.Int, _ => true, "a whole number");

    public static Command Create()
    {
        var generate = new Command("generate", "Print generated events, one JSON object a line.") { Count, Seed };
        generate.SetAction(async (parsed, cancellationToken) =>
        {
            var events = new GeneratedEvents(parsed.GetValue(Count), parsed.GetValue(Seed));
            await using var output = Console.OpenStandardOutput();
            for (var index = 0; index < events.Count; index++)
            {
                await output.WriteAsync(events[index].Json, cancellationToken);
                await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
            return ExitCode.Succeeded;
        });
        return new Command("events", "Generated business events.") { generate };
    }
}
