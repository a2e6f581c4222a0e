using System.CommandLine;
using System.Text.Json;
using Contracts;
using KafkaRider;

namespace Cli;

/// <summary><c>dead-letters redrive</c>: it only shows the plan unless told to act.</summary>
static class RedriveLetters
{
    static readonly Option<RedriveTarget> To = new("--to")
    {
        Description = "Where the copies go: the group's first retry topic, so that this group alone sees them, "
            + "or the topic that each came from, where every group of it sees them again.",
        HelpName = "retry|source",
        Required = true,
    };

    static readonly Option<DeadLetterId?> Id = new("--id")
    {
        Description = "Only this one.",
        HelpName = "PARTITION@OFFSET",
        CustomParser = result => DeadLetterOptions.ReadId(result, "--id", result.Tokens[0].Value),
    };

    static readonly Option<double> Rate = NumberOption.Checked(new Option<double>("--rate")
    {
        Description = "Most copies a second.",
        HelpName = "R",
        DefaultValueFactory = _ => DeadLetterLimits.DefaultRecordsPerSecond,
    }, NumberOption.Double, rate => rate is > 0 and <= 100_000, "a number above 0 and at most 100000");

    static readonly Option<bool> Execute = new("--execute") { Description = "Make the copies; without it the plan is printed." };

    public static Command Create()
    {
        var command = new Command(
            "redrive", "Produce dead letters again, each once however often this is run. What fails again is a new dead letter.")
        {
            DeadLetterOptions.Group, To, Id, Rate, Execute, KafkaOption.Given, DeadLetterOptions.Json,
        };
        foreach (var option in DeadLetterOptions.Choice) command.Add(option);
        command.SetAction((parsed, cancellationToken) => DeadLettersCommand.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var (group, topic) = (parsed.GetRequiredValue(DeadLetterOptions.Group), DeadLetterOptions.Topic(parsed));
        var options = new RedriveOptions
        {
            Filter = DeadLetterOptions.Filter(parsed) with { Id = parsed.GetValue(Id) },
            Topic = parsed.GetValue(To) == RedriveTarget.Retry ? Topics.Retry(group, Limits.RetryDelays[0]) : null,
            RecordsPerSecond = parsed.GetValue(Rate),
            MarksTopic = Topics.DeadLetterRedrives,
        };
        var redrive = new DeadLetterRedrive(GivenConnection.Read(parsed.GetValue(KafkaOption.Given)), topic, options);
        var isDone = parsed.GetValue(Execute);
        var counts = isDone
            ? await redrive.Execute(new RedriveProgress(parsed.InvocationConfiguration.Error, TimeProvider.System), cancellationToken)
            : await redrive.Plan(cancellationToken);
        if (parsed.GetValue(DeadLetterOptions.Json))
            output.WriteLine(JsonSerializer.Serialize(new { topic, executed = isDone, counts }, JsonSerializerOptions.Web));
        else foreach (var line in Lines(topic, counts, isDone)) output.WriteLine(line);
        return ExitCode.Succeeded;
    }

    internal static IEnumerable<string> Lines(string topic, RedriveCounts counts, bool isDone)
    {
        yield return $"{counts.Total} dead letters of {topic} fit.";
        var verb = isDone ? "copied" : "would copy";
        foreach (var (target, count) in counts.ByTopic.OrderBy(entry => entry.Key)) yield return $"  {verb} {count} to {target}";
        foreach (var (reason, count) in counts.ByReason.OrderBy(entry => entry.Key)) yield return $"  {count} died as {reason}";
        if (counts.AlreadyRedriven > 0) yield return $"  left {counts.AlreadyRedriven}: redriven before";
        if (counts.WithoutBody > 0) yield return $"  left {counts.WithoutBody}: too large, only their hash was kept";
        if (counts.WithoutOrigin > 0) yield return $"  left {counts.WithoutOrigin}: they do not say where they came from; use --to retry";
        if (counts.WithoutTopic > 0) yield return $"  left {counts.WithoutTopic}: the topic that they should go to does not exist";
        if (counts.Refused > 0) yield return $"  left {counts.Refused}: the topic accepts no copy of them, likely for their size";
        if (!isDone && counts.Copies > 0) yield return "Nothing was changed: add --execute.";
    }

    /// <summary>Where copies go.</summary>
    internal enum RedriveTarget
    {
        Retry,
        Source,
    }
}
