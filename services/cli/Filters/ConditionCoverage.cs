using Streams;

namespace Cli;

/// <summary>Which comparisons of one filter its cases have seen true, and which false.</summary>
sealed class ConditionCoverage(Filter filter)
{
    readonly Comparison[] _comparisons =
    [
        .. FilterExplainer.Nodes(filter.Condition).OfType<Condition.Comparison>()
            .Select(comparison => new Comparison(ConditionText.Of(comparison))),
    ];

    public string FilterId => filter.Id;

    public IReadOnlyList<Comparison> Comparisons => _comparisons;

    /// <summary>Two for each comparison.</summary>
    public int Wanted => 2 * _comparisons.Length;

    public int Seen => _comparisons.Sum(comparison => (comparison.SeenTrue ? 1 : 0) + (comparison.SeenFalse ? 1 : 0));

    /// <summary>Takes in what one event made of the filter.</summary>
    public void Add(TruthNode tree)
    {
        foreach (var (index, node) in Leaves(tree).Index())
        {
            if (node.Truth == Truth.True) _comparisons[index].SeenTrue = true;
            if (node.Truth == Truth.False) _comparisons[index].SeenFalse = true;
        }
    }

    /// <summary>Whole percent, rounded down: 100 means all.</summary>
    public static int Percent(IReadOnlyCollection<ConditionCoverage> filters)
    {
        var wanted = filters.Sum(filter => filter.Wanted);
        return wanted == 0 ? 100 : (int)(100L * filters.Sum(filter => filter.Seen) / wanted);
    }

    static IEnumerable<TruthNode> Leaves(TruthNode node) => node.Reads is not null ? [node] : node.Parts.SelectMany(Leaves);

    /// <summary>One comparison in file order.</summary>
    internal sealed class Comparison(string text)
    {
        public string Text => text;

        public bool SeenTrue { get; set; }

        public bool SeenFalse { get; set; }

        /// <summary>What no case has shown; null when both were seen.</summary>
        public string? Missing => (SeenTrue, SeenFalse) switch
        {
            (true, true) => null,
            (true, false) => "never false",
            (false, true) => "never true",
            _ => "never true, never false",
        };
    }
}
