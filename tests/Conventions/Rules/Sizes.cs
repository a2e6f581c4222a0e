using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conventions;

/// <summary>A file is one idea, a function fits on a screen, a line too.</summary>
internal sealed class Sizes : IRule
{
    const int MaxFileLines = 300;
    const int MaxProgramLines = 30;
    const int MaxFunctionLines = 70;
    const int MaxLineLength = 140;

    static readonly string[] MeasuredEndings = [".cs", ".csproj", ".props", ".targets"];

    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Files.Where(file => !file.IsData && MeasuredEndings.Any(file.Path.EndsWith)))
        {
            for (var i = 0; i < file.Lines.Length; i++)
            {
                if (file.Lines[i].Length <= MaxLineLength) continue;
                yield return new Finding(file.Path, i + 1, $"the line has {file.Lines[i].Length} characters, use at most {MaxLineLength}");
            }
        }

        foreach (var file in repository.Code)
        {
            var limit = file.Name == "Program.cs" ? MaxProgramLines : MaxFileLines;
            if (file.Lines.Length > limit)
            {
                yield return new Finding(file.Path, limit + 1, $"the file has {file.Lines.Length} lines, split it, use at most {limit}");
            }
            foreach (var finding in LongFunctions(file)) yield return finding;
        }
    }

    static IEnumerable<Finding> LongFunctions(SourceFile file)
    {
        foreach (var function in file.Syntax.DescendantNodes().Where(IsFunction))
        {
            var span = function.GetLocation().GetLineSpan();
            var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
            if (lines <= MaxFunctionLines) continue;
            yield return new Finding(file.Path, span.StartLinePosition.Line + 1,
                $"the function has {lines} lines, split it into steps of at most {MaxFunctionLines}");
        }
    }

    static bool IsFunction(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax;
}
