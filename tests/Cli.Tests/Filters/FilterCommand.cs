using System.CommandLine;
using System.Text.Json.Nodes;

namespace Cli.Tests;

/// <summary>Runs <c>tributary filters</c> in a folder of its own.</summary>
sealed class FilterCommand : IDisposable
{
    readonly TemporaryFolder _folder = new();

    /// <summary>The pipeline that is shipped, with its cases.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "pipelines");

    /// <summary>Writes a file and returns its path.</summary>
    public string File(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public string At(string name) => Path.Combine(_folder.Path, name);

    /// <summary>A pipeline of one filter with a condition in YAML's flow form.</summary>
    public string Pipeline(string name, string condition, string id = "it", string rest = "status: active") => File(name, $"""
        filters:
          - id: {id}
            name: It
            consumerId: someone
            outputTopic: somewhere
            enabled: true
            {rest}
            conditions:
              - {condition}
        """);

    /// <summary>Runs a command that must end with an exit code; what it wrote to standard output, and to standard error.</summary>
    public static async Task<(string Output, string Error)> Run(int expected, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var parsed = RootCommands.Create().Parse(["filters", .. arguments]);
        parsed.Errors.ShouldBeEmpty();
        var code = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        code.ShouldBe(expected, $"{output}{error}");
        return (output.ToString(), error.ToString());
    }

    /// <summary>The same with <c>--json</c>: the whole of standard output is one object in one line.</summary>
    public static async Task<JsonNode> Json(int expected, params string[] arguments)
    {
        var (output, _) = await Run(expected, [.. arguments, "--json"]);
        output.TrimEnd('\n').ShouldNotContain('\n');
        return JsonNode.Parse(output)!;
    }

    public void Dispose() => _folder.Dispose();
}
