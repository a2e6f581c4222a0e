namespace Streams;

/// <summary>What each code of <see cref="ProblemCodes"/> means, for tools to list.</summary>
public static class ProblemMeanings
{
    /// <summary>Each code with its meaning, in order.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        [ProblemCodes.Unreadable] = "the file cannot be read: missing, or not UTF-8",
        [ProblemCodes.NotYaml] = "the text is not YAML, or uses anchors, tags or several documents",
        [ProblemCodes.TooMuch] = "larger, deeper or longer than a limit",
        [ProblemCodes.UnknownKey] = "a key that the language does not have",
        [ProblemCodes.DuplicateKey] = "the same key twice in one mapping",
        [ProblemCodes.MissingKey] = "a key that must be there is not",
        [ProblemCodes.WrongKind] = "a list where a text is expected, and the like",
        [ProblemCodes.WrongValue] = "a value outside what its key accepts",
        [ProblemCodes.DuplicateId] = "two filters, sources or cases of one name",
        [ProblemCodes.UnknownReference] = "a name that refers to nothing",
        [ProblemCodes.UnknownField] = "a field that conditions cannot name",
        [ProblemCodes.UnknownOperator] = "an operator that does not exist",
        [ProblemCodes.WrongOperands] = "operator and type, or operator and operands, that do not go together",
        [ProblemCodes.WrongLiteral] = "a value that cannot be cast to the condition's type",
        [ProblemCodes.Loop] = "output that would come back as input",
        [ProblemCodes.NeverTrue] = "a condition that can never be true",
        [ProblemCodes.ComparedAsText] = "a comparison as text of a field that holds a number or a moment",
    };
}
