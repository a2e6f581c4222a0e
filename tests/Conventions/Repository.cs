using System.Diagnostics;
using System.Text;

namespace Conventions;

/// <summary>The files that are, or are about to be, under version control.</summary>
internal sealed class Repository
{
    static readonly string[] NeverSource = [".git", "artifacts", "bin", "obj", "node_modules", ".vs", ".idea"];

    Repository(IEnumerable<SourceFile> files) => Files = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];

    public IReadOnlyList<SourceFile> Files { get; }

    public SourceFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    public IEnumerable<SourceFile> Projects => Files.Where(file => file.IsProject);

    public IEnumerable<SourceFile> Code => Files.Where(file => file is { IsCode: true, IsData: false });

    public IEnumerable<SourceFile> ComposeFiles =>
        Files.Where(file => file.Path.Split('/') is ["compose", var name] && name.EndsWith(".yaml", StringComparison.Ordinal));

    /// <summary>Names of the folders directly below a folder.</summary>
    public IReadOnlyList<string> Folders(string below) =>
        [.. Files.Select(file => file.Path.Split('/')).Where(steps => steps.Length > 2 && steps[0] == below)
            .Select(steps => steps[1]).Distinct()];

    public static Repository Of(params (string Path, string Text)[] files) =>
        new(files.Select(file => new SourceFile(file.Path, Encoding.UTF8.GetBytes(file.Text))));

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Services.sln"))) folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds Services.sln: run from a clone");
    }

    public static Repository Read()
    {
        var root = Root();
        var paths = Listed(root) ?? Walked(root);
        return new Repository(paths.Where(path => File.Exists(Path.Combine(root, path)))
            .Select(path => new SourceFile(path, File.ReadAllBytes(Path.Combine(root, path)))));
    }

    // What git tracks, and what it would: a new file is checked before it is committed.
    static string[]? Listed(string root)
    {
        var start = new ProcessStartInfo("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct()] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // Without git, an exported tree is walked.
        }
    }

    static IEnumerable<string> Walked(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(NeverSource.Contains));
}
