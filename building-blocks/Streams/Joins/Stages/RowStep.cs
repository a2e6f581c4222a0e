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

/// <summary>What follows for a row from what is known of it.</summary>
/// <param name="View">What it is to show.</param>
/// <param name="Status">The state it is in.</param>
/// <param name="WaitingSince">As before, or zero when it waits no more.</param>
readonly record struct RowDecision(RowView View, RowStatus Status, long WaitingSince);

/// <summary>
/// The decisions of a join, apart from where state is and what records look like: the stages and <see cref="JoinStateMachine"/> make the
/// same ones.
/// </summary>
static class RowStep
{
    /// <summary>What follows for a row, whatever has changed.</summary>
    /// <param name="join">The join: inner or left, and how long its rows may wait.</param>
    /// <param name="isRetracted">The row is gone.</param>
    /// <param name="isAnswered">Whether it is known what the row's key has.</param>
    /// <param name="hasOther">What it looks up is there.</param>
    /// <param name="waitingSince">When it came to what it looks up, milliseconds since the epoch; zero: it waits for nothing.</param>
    /// <param name="now">Milliseconds since the epoch.</param>
    public static RowDecision Next(Join join, bool isRetracted, bool isAnswered, bool hasOther, long waitingSince, long now)
    {
        var waits = !isRetracted && !hasOther && MayWait(waitingSince, join.Wait, now);
        var view = isAnswered || isRetracted ? Decide(join.Kind, isRetracted, hasOther, waits) : RowView.Unchanged;
        return new RowDecision(view, Status(isRetracted, hasOther), waits ? waitingSince : 0);
    }

    /// <summary>
    /// Since when a row waits that comes to what it looks up now; one without key never finds anything, so it waits for nothing.
    /// </summary>
    public static long WaitsFrom(Join join, bool hasKey, long now) => hasKey && join.Wait is not null ? now : 0;

    /// <summary>Whether a version of a row makes it look up something else, so that it waits for another answer.</summary>
    public static bool Moves(
        bool isKnown, bool wasRetracted, ReadOnlySpan<byte> keyBefore, ReadOnlySpan<byte> keyAfter) =>
        !isKnown || wasRetracted || !keyBefore.SequenceEqual(keyAfter);

    /// <summary>Whether an answer says less than is known: answers may overtake one another.</summary>
    /// <param name="isAnswered">Whether the key has answered before.</param>
    /// <param name="known">What it answered then; empty: that it has nothing, and never had.</param>
    /// <param name="answer">What it answers now.</param>
    public static bool IsOutdated(bool isAnswered, ReadOnlySpan<byte> known, in SideRecord answer) =>
        isAnswered && SideRecord.TryRead(known, out var newest) && EventOrder.IsNewer(newest, answer);

    /// <summary>How long something is kept still that did not change since a time; not positive: it may be forgotten.</summary>
    public static TimeSpan KeptFor(long changedAt, TimeSpan keep, long now) => TimeSpan.FromMilliseconds(changedAt - now) + keep;

    /// <summary>What a row is to show.</summary>
    /// <param name="kind">The join's.</param>
    /// <param name="isRetracted">The row is gone.</param>
    /// <param name="hasOther">What it looks up is there.</param>
    /// <param name="mayWait">The row has not waited as long as it may.</param>
    static RowView Decide(JoinKind kind, bool isRetracted, bool hasOther, bool mayWait)
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
    static bool MayWait(long since, TimeSpan? wait, long now) =>
        since != 0 && wait is { } duration && now < since + (long)duration.TotalMilliseconds;

    /// <summary>The state of a row that is kept.</summary>
    public static RowStatus Status(bool isRetracted, bool hasOther) =>
        isRetracted ? RowStatus.Removed : hasOther ? RowStatus.Joined : RowStatus.Awaiting;
}
