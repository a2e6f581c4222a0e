namespace Conventions;

/// <summary>One document, one title, at the top.</summary>
internal sealed class MarkdownTitles : IRule
{
    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Files.Where(file => !file.IsData && file.Path.EndsWith(".md", StringComparison.Ordinal)))
        {
            var titles = Titles(file).ToList();
            if (titles.Count == 0 || titles[0] != 1) yield return new Finding(file.Path, 1, "the first line is no title, use '# Title'");
            foreach (var line in titles.Skip(1)) yield return new Finding(file.Path, line, "a second title, use '##' for a section");
        }
    }

    static IEnumerable<int> Titles(SourceFile file)
    {
        var inCode = false;
        foreach (var (index, line) in file.Lines.Index())
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal)) inCode = !inCode;
            else if (!inCode && line.StartsWith("# ", StringComparison.Ordinal)) yield return index + 1;
        }
    }
}
