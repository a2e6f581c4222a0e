namespace Conventions;

/// <summary>The root holds only what must stand there.</summary>
internal sealed class RootEntries : IRule
{
    static readonly string[] Files =
    [
        "Services.sln", "README.md", "LICENSE", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
        "global.json",
        ".editorconfig", ".gitignore", ".gitattributes", ".dockerignore", "run", "test",
    ];

    static readonly string[] Folders = ["services", "building-blocks", "tests", "compose", "schemas", "eng", ".ci", ".github"];

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var entry in repository.Files.Select(file => file.Path.Split('/')).DistinctBy(steps => steps[0]))
        {
            if (entry.Length == 1 && !Files.Contains(entry[0]))
            {
                yield return new Finding(entry[0], 1, $"the root holds no other files, move it into one of {string.Join(", ", Folders)}");
            }
            if (entry.Length > 1 && !Folders.Contains(entry[0]))
            {
                yield return new Finding(entry[0], 1, $"the root holds no other folders, move it into one of {string.Join(", ", Folders)}");
            }
        }
    }
}
