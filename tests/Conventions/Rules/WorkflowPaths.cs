using System.Text.RegularExpressions;

namespace Conventions;

/// <summary>A service's workflow runs when anything that the service is built from changes.</summary>
internal sealed partial class WorkflowPaths : IRule
{
    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var project in repository.Projects.Where(project => project.Path.StartsWith("services/", StringComparison.Ordinal)))
        {
            var workflow = repository.Find($".github/workflows/{project.Path.Split('/')[1]}.yml");
            if (workflow is null) continue;
            foreach (var folder in Folders(repository, project).Distinct().Where(folder => !Covers(workflow, folder)))
            {
                yield return new Finding(workflow.Path, 1, $"a change of {folder} does not run it, add '- {folder}/**' to its paths");
            }
        }
    }

    static bool Covers(SourceFile workflow, string folder) =>
        workflow.Lines.Any(line => line.Trim() is var item && (item == $"- {folder}/**" || item == $"- {folder.Split('/')[0]}/**"));

    static IEnumerable<string> Folders(Repository repository, SourceFile project)
    {
        yield return Folder(project);
        foreach (Match reference in Reference().Matches(project.Text))
        {
            var path = Path.GetRelativePath(".", Path.Combine(Folder(project), reference.Groups[1].Value)).Replace('\\', '/');
            if (repository.Find(path) is not { } referenced) continue;
            foreach (var folder in Folders(repository, referenced)) yield return folder;
        }
    }

    static string Folder(SourceFile project) => project.Path[..project.Path.LastIndexOf('/')];

    [GeneratedRegex("""<ProjectReference\s+Include="([^"]+)""")]
    private static partial Regex Reference();
}
