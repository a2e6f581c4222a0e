using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Conventions;

/// <summary>One file of the repository; its path has forward slashes and no leading one.</summary>
internal sealed class SourceFile(string path, byte[] bytes)
{
    static readonly string[] TextEndings =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".slnf", ".json", ".yaml", ".yml", ".md", ".sql", ".sh", ".txt", ".avsc", ".env",
        ".Dockerfile",
    ];

    static readonly string[] Recorded = ["/goldens/", "/samples/", "/examples/"];

    public string Path { get; } = path;

    public byte[] Bytes { get; } = bytes;

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Recorded or given data, kept as it came.</summary>
    public bool IsData => Recorded.Any(Path.Contains);

    public bool IsText =>
        Path is "run" or "test" or ".ci/run" || TextEndings.Any(ending => Path.EndsWith(ending, StringComparison.Ordinal));

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsProject => Path.EndsWith(".csproj", StringComparison.Ordinal);

    public string ProjectName => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Text { get; } = System.Text.Encoding.UTF8.GetString(bytes);

    public string[] Lines => field ??= Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    public SyntaxNode Syntax => field ??= CSharpSyntaxTree.ParseText(Text).GetRoot();
}
