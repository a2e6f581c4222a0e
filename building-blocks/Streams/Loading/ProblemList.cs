namespace Streams;

/// <summary>A place in a file: line and column, from 1.</summary>
readonly record struct Place(int Line, int Column);

/// <summary>Collects the problems of one file, up to a bound.</summary>
sealed class ProblemList(string file)
{
    readonly List<Problem> problems = [];

    public string File => file;

    public bool HasErrors { get; private set; }

    public IReadOnlyList<Problem> All => problems;

    public void Error(string code, Place place, string message)
    {
        HasErrors = true;
        Add(new Problem(code, Severity.Error, file, place.Line, place.Column, message));
    }

    public void Warning(string code, Place place, string message) =>
        Add(new Problem(code, Severity.Warning, file, place.Line, place.Column, message));

    void Add(Problem problem)
    {
        if (problems.Count == PipelineLimits.MaxProblems) return;
        if (problems.Count == PipelineLimits.MaxProblems - 1)
            problem = problem with { Message = $"{problem.Message} (only the first {PipelineLimits.MaxProblems} problems are listed)" };
        problems.Add(problem);
    }
}
