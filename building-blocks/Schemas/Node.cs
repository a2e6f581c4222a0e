using System.Text.Json;

namespace Schemas;

/// <summary>One rule of a schema. Rules have no state: an evaluation carries it.</summary>
internal interface IRule
{
    void Check(JsonElement value, Evaluation evaluation);
}

/// <summary>A compiled schema or subschema: all its rules must hold.</summary>
internal sealed class Node : IRule
{
    /// <summary>Set once, after the node is registered, so that schemas may refer to themselves.</summary>
    public IReadOnlyList<IRule> Rules { get; set; } = [];

    /// <summary>The types that the node itself demands, for messages of combined schemas; empty when it demands none.</summary>
    public IReadOnlyList<string> Types => Rules.OfType<TypeRule>().FirstOrDefault()?.Types ?? [];

    public void Check(JsonElement value, Evaluation evaluation)
    {
        foreach (var rule in Rules)
        {
            if (evaluation.IsFull) return;
            rule.Check(value, evaluation);
        }
    }

    public bool Holds(JsonElement value, Evaluation evaluation)
    {
        var trial = evaluation.Trial(maxErrors: 1);
        Check(value, trial);
        return trial.Errors.Count == 0;
    }
}
