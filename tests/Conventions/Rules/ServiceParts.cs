using System.Text.RegularExpressions;

namespace Conventions;

/// <summary>A service that can be built can also be started, tested and found: compose file, workflow, README row.</summary>
internal sealed class ServiceParts : IRule
{
    const string CommandLine = "cli";

    public IEnumerable<Finding> Check(Repository repository)
    {
        var readme = repository.Find("README.md")?.Lines ?? [];
        foreach (var service in repository.Folders("services"))
        {
            var folder = $"services/{service}";
            if (service != CommandLine && repository.Find($"compose/{service}.yaml") is null)
            {
                yield return new Finding(folder, 1, $"it cannot be started alone, use compose/{service}.yaml");
            }
            if (repository.Find($".github/workflows/{service}.yml") is null)
            {
                yield return new Finding(folder, 1, $"nothing builds it alone, use .github/workflows/{service}.yml");
            }
            if (!readme.Any(line => Regex.IsMatch(line, $@"^\|[^|]*(?<![\w-]){Regex.Escape(service)}(?![\w-])[^|]*\|")))
            {
                yield return new Finding(folder, 1, "the README does not name it, use a row in its table of services");
            }
        }
    }
}
