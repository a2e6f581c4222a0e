using System.CommandLine;
using Contracts;
using KafkaRider;

namespace Cli;

/// <summary>The options that the commands on dead letters share.</summary>
static class DeadLetterOptions
{
    public static readonly Option<string> Group = new("--group")
    {
        Description = $"The consumer group whose dead letters are meant: {string.Join(", ", Groups.All)}, or one of your own.",
        HelpName = "GROUP",
        Required = true,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Print the result as one JSON object." };

    static readonly Option<string?> Reason = new("--reason") { Description = "Only those with this reason.", HelpName = "REASON" };

    static readonly Option<string?> Exception = new("--exception")
    {
        Description = "Only those whose last exception is of this type, by its full name.",
        HelpName = "TYPE",
    };

    static readonly Option<string?> Origin = new("--origin")
    {
        Description = "Only those that first came from this topic.",
        HelpName = "TOPIC",
    };

    static readonly Option<string?> Key = new("--key") { Description = "Only those with this key, as text.", HelpName = "KEY" };

    static readonly Option<DateTimeOffset?> Since = MomentOption.Create(
        "--since", "Only those that died at this time or later: 2026-01-31T08:00:00Z, or 90s, 30m, 6h, 2d ago.", TimeProvider.System);

    static readonly Option<DateTimeOffset?> Until = MomentOption.Create(
        "--until", "Only those that died before this time.", TimeProvider.System);

    /// <summary>The options that choose among dead letters.</summary>
    public static IEnumerable<Option> Choice => [Reason, Exception, Origin, Key, Since, Until];

    public static DeadLetterFilter Filter(ParseResult parsed) => new()
    {
        Reason = parsed.GetValue(Reason),
        ExceptionType = parsed.GetValue(Exception),
        OriginTopic = parsed.GetValue(Origin),
        Key = parsed.GetValue(Key),
        From = parsed.GetValue(Since),
        Until = parsed.GetValue(Until),
    };

    /// <summary>The dead-letter topic of the group.</summary>
    public static string Topic(ParseResult parsed) => Topics.DeadLetter(parsed.GetRequiredValue(Group));

    public static DeadLetterId? ReadId(System.CommandLine.Parsing.SymbolResult result, string name, string text)
    {
        if (DeadLetterId.TryParse(text, out var id)) return id;
        result.AddError($"{name} must be PARTITION@OFFSET, such as 0@17, not '{text}'.");
        return null;
    }
}
