namespace Streams;

/// <summary>What a row is to show.</summary>
enum RowView
{
    /// <summary>Nothing: a tombstone if it shows something.</summary>
    Nothing,

    /// <summary>What it shows already: the other side may still come.</summary>
    Unchanged,

    /// <summary>The row with nulls in the place of the other side.</summary>
    Alone,

    /// <summary>The row with the other side.</summary>
    Joined,
}

/// <summary>The states of a row, as its state machine names them.</summary>
enum RowStatus
{
    /// <summary>It has not found what it looks up.</summary>
    Awaiting,

    /// <summary>It has.</summary>
    Joined,

    /// <summary>It was forgotten, as it did not change for long.</summary>
    Expired,

    /// <summary>It was retracted.</summary>
    Removed,
}

/// <summary>The decisions of a join, apart from where state is and what records look like.</summary>
static class RowStep
{
    /// <summary>What a row is to show.</summary>
    /// <param name="kind">The join's.</param>
    /// <param name="isRetracted">The row is gone.</param>
    /// <param name="hasOther">What it looks up is there.</param>
    /// <param name="mayWait">The row has not waited as long as it may.</param>
    public static RowView Decide(JoinKind kind, bool isRetracted, bool hasOther, bool mayWait)
    {
        if (isRetracted) return RowView.Nothing;
        if (hasOther) return RowView.Joined;
        if (kind == JoinKind.Inner) return RowView.Nothing;
        return mayWait ? RowView.Unchanged : RowView.Alone;
    }

    /// <summary>Whether a row that finds nothing may wait still.</summary>
    /// <param name="since">When it came to what it looks up, milliseconds since the epoch; zero: it waits for nothing.</param>
    /// <param name="wait">The join's.</param>
    /// <param name="now">Milliseconds since the epoch.</param>
    public static bool MayWait(long since, TimeSpan? wait, long now) =>
        since != 0 && wait is { } duration && now < since + (long)duration.TotalMilliseconds;

    /// <summary>The state of a row that is kept.</summary>
    public static RowStatus Status(bool isRetracted, bool hasOther) =>
        isRetracted ? RowStatus.Removed : hasOther ? RowStatus.Joined : RowStatus.Awaiting;
}
