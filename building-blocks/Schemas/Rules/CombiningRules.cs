using System.Text.Json;

namespace Schemas;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfRule(IReadOnlyList<Node> schemas) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        foreach (var schema in schemas) schema.Check(value, evaluation);
    }
}

/// <summary><c>not</c>.</summary>
internal sealed class NotRule(Node schema) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        if (schema.Holds(value, evaluation)) evaluation.Error("has a form that is excluded here");
    }
}

/// <summary><c>if</c>, <c>then</c>, <c>else</c>: decides the form first, so that errors are about the form that was meant.</summary>
internal sealed class ConditionRule(Node condition, Node? then, Node? otherwise) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation) =>
        (condition.Holds(value, evaluation) ? then : otherwise)?.Check(value, evaluation);
}

/// <summary><c>anyOf</c> and <c>oneOf</c>.</summary>
internal sealed class AlternativesRule(IReadOnlyList<Node> schemas, bool exactlyOne) : IRule
{
    public void Check(JsonElement value, Evaluation evaluation)
    {
        var trials = new List<Evaluation>(schemas.Count);
        var matches = new List<int>();
        for (var i = 0; i < schemas.Count; i++)
        {
            var trial = evaluation.Trial();
            schemas[i].Check(value, trial);
            trials.Add(trial);
            if (trial.Errors.Count == 0) matches.Add(i + 1);
        }

        if (matches.Count == 0) Report(value, trials, evaluation);
        else if (exactlyOne && matches.Count > 1)
        {
            evaluation.Error($"follows the alternatives {string.Join(" and ", matches)}, but must follow exactly one");
        }
    }

    // The useful errors are those of the alternative that was meant: the one of the value's own type with the fewest errors.
    void Report(JsonElement value, List<Evaluation> trials, Evaluation evaluation)
    {
        var ofType = trials.Where((_, i) => MatchesType(schemas[i], value)).ToList();
        if (ofType.Count == 0)
        {
            var types = schemas.SelectMany(schema => schema.Types).Distinct().ToList();
            evaluation.Error($"must be {Show.AnyOf(types)}, but is {Show.Kind(value)}");
            return;
        }
        foreach (var error in ofType.MinBy(trial => trial.Errors.Count)!.Errors) evaluation.Add(error);
    }

    static bool MatchesType(Node schema, JsonElement value)
    {
        if (schema.Types.Count == 0) return true;
        var trial = new Evaluation(maxErrors: 1);
        new TypeRule(schema.Types).Check(value, trial);
        return trial.Errors.Count == 0;
    }
}
