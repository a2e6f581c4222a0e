using Streams;

namespace Cli;

/// <summary>One case and what came of it.</summary>
sealed record CaseOutcome(FilterCase Case, Explanation Explanation, TimeSpan Took)
{
    public bool IsRight => Explanation.Outcome == Case.Expected;

    public string Difference =>
        $"expected {OutcomeNames.Name(Case.Expected)}, was {OutcomeNames.Name(Explanation.Outcome)}"
        + (Explanation.Problem is null ? "" : $": {Explanation.Problem}");
}

/// <summary>Runs cases and keeps which conditions they have seen true and false.</summary>
sealed class CaseRun
{
    CaseRun(IReadOnlyList<CaseOutcome> outcomes, IReadOnlyList<ConditionCoverage> coverage)
    {
        Outcomes = outcomes;
        Coverage = coverage;
    }

    /// <summary>In the order of the files.</summary>
    public IReadOnlyList<CaseOutcome> Outcomes { get; }

    /// <summary>Of every filter, with cases or without.</summary>
    public IReadOnlyList<ConditionCoverage> Coverage { get; }

    public int Failed => Outcomes.Count(outcome => !outcome.IsRight);

    public int Percent => ConditionCoverage.Percent(Coverage);

    /// <param name="path">Pipelines and cases without errors.</param>
    /// <param name="time">Measures each case.</param>
    public static CaseRun Of(PipelinePath path, TimeProvider time)
    {
        var asked = path.Pipelines
            .SelectMany(pipeline => pipeline.Filters, (pipeline, filter) => new Asked(pipeline.File, new(filter), new(filter)))
            .ToDictionary(each => (Path.GetFullPath(each.File), each.Explainer.Filter.Id));
        var outcomes = new List<CaseOutcome>();
        foreach (var given in path.Cases)
        {
            var (_, explainer, coverage) = asked[(Path.GetFullPath(CaseFile.Pipeline(given.File)!), given.FilterId)];
            var started = time.GetTimestamp();
            var explanation = explainer.Explain(given.Given);
            outcomes.Add(new CaseOutcome(given, explanation, time.GetElapsedTime(started)));
            if (explanation.Tree is not null) coverage.Add(explanation.Tree);
        }
        return new CaseRun(outcomes, [.. asked.Values.Select(each => each.Coverage)]);
    }

    sealed record Asked(string File, FilterExplainer Explainer, ConditionCoverage Coverage);
}
