namespace Streams;

/// <summary>One evaluator's counts since its last report; unknown is counted by filter where one was evaluated, else by shape.</summary>
sealed class EvaluatorCounts(FilterSet set)
{
    readonly long[] passed = new long[set.Filters.Count];
    readonly long[] unknown = new long[set.Filters.Count];
    readonly long[] shapes = new long[set.Shapes.Expressions.Length];

    public long Records { get; set; }

    public long Unreadable { get; set; }

    public void Add(int filter, Truth truth)
    {
        if (truth == Truth.True) passed[filter]++;
        else if (truth == Truth.Unknown) unknown[filter]++;
    }

    public void AddShape(int shape) => shapes[shape]++;

    /// <summary>Takes a filter out of its shape's last count.</summary>
    public void Withdraw(int filter) => unknown[filter]--;

    public void Report()
    {
        for (var filter = 0; filter < passed.Length; filter++)
        {
            var shape = set.Shapes.OfFilter[filter];
            set.Counts.Add(filter, passed[filter], unknown[filter] + (shape < 0 ? 0 : shapes[shape]));
        }
        set.Counts.Add(Records, Unreadable);
        Records = Unreadable = 0;
        Array.Clear(passed);
        Array.Clear(unknown);
        Array.Clear(shapes);
    }
}
