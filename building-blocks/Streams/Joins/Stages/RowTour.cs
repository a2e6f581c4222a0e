namespace Streams;

/// <summary>
/// How far the rows of a key have been told of a change, newest first: a lap from <paramref name="Before"/> down. Rows that are added
/// have higher numbers: they are not in its way, and see the change themselves.
/// </summary>
/// <param name="Before">Rows numbered lower are still to be told in this lap.</param>
/// <param name="Bound">
/// Where the last lap ends: lower ones have been told. This lap is the last unless <paramref name="GoesRound"/>.
/// </param>
/// <param name="GoesRound">This lap goes to the oldest row; another one follows, from the newest row to the bound.</param>
readonly record struct RowTour(long Before, long Bound, bool GoesRound)
{
    /// <summary>All rows.</summary>
    public static RowTour Whole { get; } = new(long.MaxValue, 0, GoesRound: false);

    /// <summary>The lowest number in this lap.</summary>
    public long Floor => GoesRound ? 0 : Bound;

    /// <summary>All are told.</summary>
    public bool IsOver => !GoesRound && Before <= Bound;

    /// <summary>
    /// The key has changed once more: the rows ahead will be told of that anyway, those behind are told in another lap. So a key that
    /// changes often still gets round to all its rows.
    /// </summary>
    public RowTour Again() => new(Before, Before, GoesRound: true);

    /// <summary>The last lap.</summary>
    public RowTour Around() => new(long.MaxValue, Bound, GoesRound: false);
}
