using System.CommandLine;

namespace Cli;

/// <summary><c>run</c>: the whole platform on this machine.</summary>
static class RunCommand
{
    static readonly Option<bool> Once = new("--once")
    {
        Description = "End after the check; exit 0 when every event is right in its view, else 1.",
    };

    static readonly Option<int?> Events = NumberOption.Checked(new Option<int?>("--events")
    {
        Description = "Post so many generated events in bulk, instead of the samples one by one.",
        HelpName = "N",
    }, text => NumberOption.Int(text), count => count is >= 1 and <= GeneratedEvents.MaxCount, $"1 to {GeneratedEvents.MaxCount}");

    static readonly Option<int> Seed = EventsCommand.SeedOption();

    static readonly Option<double?> Rate = NumberOption.Checked(new Option<double?>("--rate")
    {
        Description = "Events a second, spread evenly; without it as fast as they are accepted.",
        HelpName = "R",
    }, text => NumberOption.Double(text), rate => rate is > 0 and <= 100_000, "a number above 0 and at most 100000");

    static readonly Option<bool> Json = new("--json")
    {
        Description = "Print the result as one JSON object, the last line; everything else goes to standard error.",
    };

    static readonly Option<string?> Kafka = new("--kafka")
    {
        Description = "Brokers that run already. Without it: one node from the distribution in KAFKA_HOME, else an embedded broker.",
        HelpName = "HOST:PORT",
    };

    static readonly Option<CaptureKind?> Capture = new("--capture")
    {
        Description = "What turns rows into records; Debezium needs KAFKA_HOME with its connector in plugins/, and is the default there.",
        HelpName = "embedded|debezium",
    };

    static readonly Option<int> BasePort = NumberOption.Checked(new Option<int>("--base-port")
    {
        Description = "Ports of the services are counted from it: cars 1, loans 2, payments 3, capture 10, routing 20, consumers 31 to 34.",
        HelpName = "P",
        DefaultValueFactory = _ => RunOptions.DefaultBasePort,
    }, NumberOption.Int, port => port is >= 1 and <= RunOptions.MaxBasePort, $"a port from 1 to {RunOptions.MaxBasePort}");

    static readonly Option<string?> Data = new("--data")
    {
        Description = "Keep databases, broker data and logs in this folder, and go on from what is there. Without it: a temporary folder.",
        HelpName = "DIR",
    };

    static readonly Option<int> Patience = NumberOption.Checked(new Option<int>("--patience")
    {
        Description = "Seconds without any progress after which an event that is in no view counts as missing.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => RunOptions.DefaultPatienceSeconds,
    }, NumberOption.Int, seconds => seconds is >= 1 and <= 3_600, "1 to 3600 seconds");

    static readonly Option<bool> NoInstall = new("--no-install")
    {
        Description = "Of the script ./run: say what is missing instead of installing it.",
    };

    public static Command Create()
    {
        var command = new Command("run", "Start everything, post events, check that each arrives in its view, and stay up until Ctrl-C.")
        {
            Once, Events, Seed, Rate, Json, Kafka, Capture, BasePort, Data, Patience, NoInstall,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Rate) is not null && result.GetResult(Events) is null)
                result.AddError("--rate spreads generated events: say how many with --events.");
        });
        command.SetAction((parsed, interrupted) =>
        {
            var progress = new Progress(Console.Error, TimeProvider.System);
            return new RunSession(Read(parsed), Console.Out, !Console.IsOutputRedirected, TimeProvider.System, progress).Run(interrupted);
        });
        return command;
    }

    public static RunOptions Read(ParseResult parsed) => new()
    {
        Once = parsed.GetValue(Once),
        Events = parsed.GetValue(Events),
        Seed = parsed.GetValue(Seed),
        Rate = parsed.GetValue(Rate),
        Json = parsed.GetValue(Json),
        Kafka = parsed.GetValue(Kafka),
        Capture = parsed.GetValue(Capture),
        BasePort = parsed.GetValue(BasePort),
        Data = parsed.GetValue(Data),
        Patience = TimeSpan.FromSeconds(parsed.GetValue(Patience)),
    };
}
