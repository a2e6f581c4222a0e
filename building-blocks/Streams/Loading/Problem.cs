namespace Streams;

/// <summary>How bad a problem is.</summary>
public enum Severity
{
    /// <summary>The file cannot be used.</summary>
    Error,

    /// <summary>The file can be used, but probably does not mean what its author thinks.</summary>
    Warning,
}

/// <summary>One mistake in a pipeline file.</summary>
/// <param name="Code">Stable: see <see cref="ProblemCodes"/>.</param>
/// <param name="Severity">Whether the file can be used nevertheless.</param>
/// <param name="File">The file.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Message">What is wrong, with which value, and what to write instead.</param>
public sealed record Problem(string Code, Severity Severity, string File, int Line, int Column, string Message)
{
    /// <summary>The severity's word in every output: <c>error</c> or <c>warning</c>.</summary>
    public string SeverityName => Severity == Severity.Error ? "error" : "warning";

    /// <summary><c>file:line:column: error F001: message</c>, which editors make a link of.</summary>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: {SeverityName} {Code}: {Message}";
}

/// <summary>Stable codes of problems; a code never changes its meaning.</summary>
public static class ProblemCodes
{
    /// <summary>The file cannot be read: missing, too large, not UTF-8.</summary>
    public const string Unreadable = "F001";

    /// <summary>The text is not YAML, or uses what pipelines do not: anchors, tags, several documents.</summary>
    public const string NotYaml = "F002";

    /// <summary>Larger, deeper or longer than a limit.</summary>
    public const string TooMuch = "F003";

    /// <summary>A key that the language does not have.</summary>
    public const string UnknownKey = "F004";

    /// <summary>The same key twice in one mapping.</summary>
    public const string DuplicateKey = "F005";

    /// <summary>A key that must be there is not.</summary>
    public const string MissingKey = "F006";

    /// <summary>A list where a text is expected, and the like.</summary>
    public const string WrongKind = "F007";

    /// <summary>A value outside what its key accepts.</summary>
    public const string WrongValue = "F008";

    /// <summary>Two filters, or two sources, of one id.</summary>
    public const string DuplicateId = "F009";

    /// <summary>A name that refers to nothing.</summary>
    public const string UnknownReference = "F010";

    /// <summary>A field that conditions cannot name.</summary>
    public const string UnknownField = "F011";

    /// <summary>An operator that does not exist.</summary>
    public const string UnknownOperator = "F012";

    /// <summary>Operator and type, or operator and operands, that do not go together.</summary>
    public const string WrongOperands = "F013";

    /// <summary>A literal that cannot be cast to the condition's type.</summary>
    public const string WrongLiteral = "F014";

    /// <summary>Output that would come back as input.</summary>
    public const string Loop = "F015";

    /// <summary>A condition that can never be true.</summary>
    public const string NeverTrue = "F016";

    /// <summary>A comparison as text of a field that holds a number or a moment.</summary>
    public const string ComparedAsText = "F017";
}
