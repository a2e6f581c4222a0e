using Streams;

namespace Cli;

/// <summary>Problems of pipeline files for editors, for GitHub and for scripts.</summary>
static class ProblemText
{
    /// <summary><c>file:line:column: error F001: message</c>.</summary>
    public static string Line(Problem problem) => ShownText.Of(problem.ToString());

    /// <summary>A workflow command that GitHub shows beside the line. Source: GitHub, "Workflow commands", and its toolkit's escapes.
    /// </summary>
    public static string Annotation(Problem problem) =>
        $"::{problem.SeverityName} file={Property(problem.File)},line={problem.Line},col={problem.Column},title={problem.Code}"
        + $"::{Data(ShownText.Of(problem.Message))}";

    public static object Json(Problem problem) => new
    {
        file = problem.File,
        line = problem.Line,
        column = problem.Column,
        severity = problem.SeverityName,
        code = problem.Code,
        message = problem.Message,
    };

    static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
