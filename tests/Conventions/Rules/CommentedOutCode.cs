using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Conventions;

/// <summary>History keeps old code; comments say why.</summary>
internal sealed class CommentedOutCode : IRule
{
    public IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var file in repository.Code)
        {
            foreach (var comment in file.Syntax.DescendantTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)))
            {
                if (!IsCode(comment.ToString().TrimStart('/').Trim())) continue;
                var line = comment.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return new Finding(file.Path, line, "the comment is code, delete it");
            }
        }
    }

    // A statement that parses, with a call, an assignment or a keyword in it: prose that ends in a semicolon does not.
    static bool IsCode(string text)
    {
        if (!text.EndsWith(';') || text.Contains('…')) return false;
        var statement = SyntaxFactory.ParseStatement(text);
        return !statement.ContainsDiagnostics && statement.FullSpan.Length == text.Length && (text.Contains('(') || text.Contains('='));
    }
}
