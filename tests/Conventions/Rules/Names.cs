using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conventions;

/// <summary>A name says what a thing is, not that it is one of the things that do something.</summary>
internal sealed class Names : IRule
{
    static readonly string[] Banned =
        ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Common", "Base", "Impl", "Implementation", "Misc"];

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Code)
        {
            if (Suffix(file.ProjectName) is { } fileSuffix)
            {
                yield return new Finding(file.Path, 1, $"the file is called …{fileSuffix}, use the noun of what it holds");
            }

            foreach (var type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            {
                if (Suffix(type.Identifier.ValueText) is not { } suffix) continue;
                var line = type.Identifier.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return new Finding(file.Path, line, $"type {type.Identifier.ValueText} is a …{suffix}, use a noun for what it does");
            }
        }
    }

    static string? Suffix(string name) => Banned.FirstOrDefault(word => name.EndsWith(word, StringComparison.Ordinal));
}
