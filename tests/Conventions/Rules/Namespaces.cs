using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conventions;

/// <summary>A namespace is its project's name, file-scoped. The rider also holds MassTransit's public names.</summary>
internal sealed class Namespaces : IRule
{
    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Code)
        {
            var owner = repository.Projects.FirstOrDefault(project => file.Path.StartsWith(Folder(project), StringComparison.Ordinal));
            if (owner is null) continue;
            foreach (var declared in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
            {
                var name = declared.Name.ToString();
                var line = declared.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                var expected = owner.ProjectName;
                if (IsWithin(name, expected) || (IsWithin(expected, "KafkaRider") && IsWithin(name, "MassTransit"))) continue;
                yield return new Finding(file.Path, line, $"the namespace is {name}, use {expected}");
            }
        }
    }

    static bool IsWithin(string name, string parent) =>
        name == parent || name.StartsWith($"{parent}.", StringComparison.Ordinal);

    static string Folder(SourceFile project) => project.Path[..(project.Path.LastIndexOf('/') + 1)];
}
