using System.CommandLine;
using System.Text.Json;
using KafkaRider;

namespace Cli;

/// <summary><c>dead-letters show</c>.</summary>
static class ShowLetter
{
    static readonly Argument<DeadLetterId?> Id = new("id")
    {
        Description = "PARTITION@OFFSET, as the list shows it.",
        CustomParser = result => DeadLetterOptions.ReadId(result, "The id", result.Tokens[0].Value),
    };

    public static Command Create()
    {
        var command = new Command("show", "Show one dead letter: origin, error, headers, key and value.")
        {
            Id, DeadLetterOptions.Group, KafkaOption.Given, DeadLetterOptions.Json,
        };
        command.SetAction((parsed, cancellationToken) => DeadLettersCommand.Guarded(parsed, () => Run(parsed, cancellationToken)));
        return command;
    }

    static async Task<int> Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var topic = DeadLetterOptions.Topic(parsed);
        var id = parsed.GetValue(Id)!.Value;
        var reader = new DeadLetterReader(GivenConnection.Read(parsed.GetValue(KafkaOption.Given)), topic);
        var letter = await reader.Read(id, cancellationToken)
            ?? throw new PlatformException(
                $"There is no dead letter {id} in {topic}: it was never there, or its retention has removed it.");
        if (parsed.GetValue(DeadLetterOptions.Json))
            output.WriteLine(JsonSerializer.Serialize(LetterText.Json(letter, withBody: true), JsonSerializerOptions.Web));
        else foreach (var line in LetterText.Lines(letter)) output.WriteLine(line);
        return ExitCode.Succeeded;
    }
}
