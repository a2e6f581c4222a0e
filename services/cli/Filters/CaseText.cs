using System.Text;
using Streams;

namespace Cli;

/// <summary>What running cases gave, for people and for scripts.</summary>
static class CaseText
{
    const int ShownEvent = 200;

    public static IEnumerable<string> Lines(CaseRun run)
    {
        foreach (var outcome in run.Outcomes)
        {
            var name = $"{outcome.Case.FilterId}: {ShownText.Of(outcome.Case.Name)}";
            yield return outcome.IsRight ? $"ok      {name}" : $"FAILED  {name} ({outcome.Case.File}:{outcome.Case.Line})";
            if (outcome.IsRight) continue;
            foreach (var line in Failure(outcome)) yield return $"          {line}";
        }
        yield return $"{run.Outcomes.Count} cases: {run.Outcomes.Count - run.Failed} passed, {run.Failed} failed. "
            + $"Conditions seen true and seen false: {run.Percent} %.";
        foreach (var filter in run.Coverage)
            foreach (var comparison in filter.Comparisons)
                if (comparison.Missing is { } missing) yield return $"  {filter.FilterId}: {ShownText.Of(comparison.Text)} was {missing}";
    }

    /// <summary>Why a case failed: the difference, the event, and the truth of each condition.</summary>
    public static IEnumerable<string> Failure(CaseOutcome outcome)
    {
        yield return outcome.Difference;
        yield return $"given {ShownText.Of(outcome.Case.Given, ShownEvent)}";
        if (outcome.Explanation.Tree is null) yield break;
        foreach (var line in TruthText.Lines(outcome.Explanation.Tree)) yield return line;
    }

    public static object Json(CaseRun run) => new
    {
        cases = run.Outcomes.Count,
        passed = run.Outcomes.Count - run.Failed,
        failed = run.Failed,
        coveragePercent = run.Percent,
        outcomes = run.Outcomes.Select(outcome => new
        {
            filter = outcome.Case.FilterId,
            name = outcome.Case.Name,
            file = outcome.Case.File,
            line = outcome.Case.Line,
            passed = outcome.IsRight,
            expected = OutcomeNames.Name(outcome.Case.Expected),
            actual = OutcomeNames.Name(outcome.Explanation.Outcome),
            given = outcome.IsRight ? null : Encoding.UTF8.GetString(outcome.Case.Given),
            problem = outcome.Explanation.Problem,
            tree = outcome.IsRight || outcome.Explanation.Tree is null ? null : TruthText.Json(outcome.Explanation.Tree),
        }),
        uncovered = run.Coverage.SelectMany(filter => filter.Comparisons, (filter, comparison) => (filter.FilterId, Comparison: comparison))
            .Where(each => each.Comparison.Missing is not null)
            .Select(each => new
            {
                filter = each.FilterId,
                condition = each.Comparison.Text,
                seenTrue = each.Comparison.SeenTrue,
                seenFalse = each.Comparison.SeenFalse,
            }),
    };
}
