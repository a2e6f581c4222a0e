using System.CommandLine;
using System.Text.Json;
using KafkaRider;

namespace Cli;

/// <summary><c>dead-letters list</c>.</summary>
static class ListLetters
{
    const int DefaultLimit = 20;

    static readonly Option<int> Limit = NumberOption.Checked(new Option<int>("--limit")
    {
        Description = "Most of them.",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultLimit,
    }, NumberOption.Int, count => count is >= 1 and <= DeadLetterLimits.MaxPageLetters, $"1 to {DeadLetterLimits.MaxPageLetters}");

    static readonly Option<DeadLetterId?> From = new("--from")
    {
        Description = "Where to begin: what the last list named as its continuation.",
        HelpName = "PARTITION@OFFSET",
        CustomParser = result => DeadLetterOptions.ReadId(result, "--from", result.Tokens[0].Value),
    };

    public static Command Create()
    {
        var command = new Command("list", "List dead letters by partition and offset.")
        {
            DeadLetterOptions.Group, KafkaOption.Given, Limit, From, DeadLetterOptions.Json,
        };
        foreach (var option in DeadLetterOptions.Choice) command.Add(option);
        command.SetAction((parsed, cancellationToken) => DeadLettersCommand.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var topic = DeadLetterOptions.Topic(parsed);
        var reader = new DeadLetterReader(GivenConnection.Read(parsed.GetValue(KafkaOption.Given)), topic);
        var page = await reader.List(
            DeadLetterOptions.Filter(parsed), parsed.GetValue(Limit), parsed.GetValue(From), cancellationToken);
        if (parsed.GetValue(DeadLetterOptions.Json))
        {
            var letters = page.Letters.Select(letter => LetterText.Json(letter, withBody: false));
            output.WriteLine(JsonSerializer.Serialize(new { topic, letters, next = page.Next?.ToString() }, JsonSerializerOptions.Web));
            return ExitCode.Succeeded;
        }

        if (page.Letters.Count > 0) output.WriteLine(LetterText.Heading);
        foreach (var letter in page.Letters) output.WriteLine(LetterText.Line(letter));
        output.WriteLine(page.Next is { } next
            ? $"{page.Letters.Count} of {topic} shown; the next ones: --from {next}"
            : $"{page.Letters.Count} of {topic} shown; there are no more.");
        return ExitCode.Succeeded;
    }
}
