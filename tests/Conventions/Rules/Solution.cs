namespace Conventions;

/// <summary>Every project is in the solution, and nothing else is.</summary>
internal sealed class Solution : IRule
{
    const string SolutionFile = "Services.sln";

    public IEnumerable<Finding> Check(Repository repository)
    {
        if (repository.Find(SolutionFile) is not { } solution)
        {
            yield return new Finding(SolutionFile, 1, "there is no solution, use 'dotnet new sln'");
            yield break;
        }

        var listed = Listed(solution).ToList();
        foreach (var project in repository.Projects.Where(project => !listed.Exists(each => each.Path == project.Path)))
        {
            yield return new Finding(project.Path, 1, $"{SolutionFile} does not list it, use 'dotnet sln add {project.Path}'");
        }
        foreach (var (path, line) in listed.Where(each => repository.Find(each.Path) is null))
        {
            yield return new Finding(SolutionFile, line, $"{path} does not exist, use 'dotnet sln remove {path}'");
        }
    }

    static IEnumerable<(string Path, int Line)> Listed(SourceFile solution) =>
        from line in solution.Lines.Index()
        from part in line.Item.Split('"')
        where part.EndsWith(".csproj", StringComparison.Ordinal)
        select (part.Replace('\\', '/'), line.Index + 1);
}
