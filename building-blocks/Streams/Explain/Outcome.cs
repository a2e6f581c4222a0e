namespace Streams;

/// <summary>What a filter makes of one record.</summary>
public enum Outcome
{
    /// <summary>The condition is true: the record passes.</summary>
    Match,

    /// <summary>The condition is false.</summary>
    NoMatch,

    /// <summary>The condition is neither: something it needs is absent, null, or of another type. The record does not pass.</summary>
    Unknown,

    /// <summary>The record cannot be read: a dead letter.</summary>
    Error,
}

/// <summary>The outcomes' names in files of cases and in what tools print.</summary>
public static class OutcomeNames
{
    /// <summary>Each outcome by its name.</summary>
    public static IReadOnlyDictionary<string, Outcome> ByName { get; } = new Dictionary<string, Outcome>(StringComparer.Ordinal)
    {
        ["match"] = Outcome.Match,
        ["noMatch"] = Outcome.NoMatch,
        ["unknown"] = Outcome.Unknown,
        ["error"] = Outcome.Error,
    };

    /// <summary>The name of an outcome.</summary>
    public static string Name(Outcome outcome) => ByName.First(entry => entry.Value == outcome).Key;
}
