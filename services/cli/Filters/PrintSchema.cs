using System.CommandLine;
using System.Text.Json;

namespace Cli;

/// <summary><c>filters schema</c>: the JSON Schema of the language, for editors.</summary>
static class PrintSchema
{
    static readonly Option<bool> Cases = new("--cases") { Description = "That of files of cases instead." };

    static readonly Option<bool> Json = new("--json") { Description = "Print it as one line." };

    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of pipeline files, for editors.") { Cases, Json };
        command.SetAction(parsed =>
        {
            var name = $"schemas/{(parsed.GetValue(Cases) ? "pipeline-tests" : "pipeline")}.v1.json";
            using var schema = new StreamReader(typeof(PrintSchema).Assembly.GetManifestResourceStream(name)!);
            var text = schema.ReadToEnd();
            if (parsed.GetValue(Json)) text = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(text));
            parsed.InvocationConfiguration.Output.WriteLine(text.TrimEnd());
            return ExitCode.Succeeded;
        });
        return command;
    }
}
