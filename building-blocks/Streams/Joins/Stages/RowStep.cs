namespace Streams;

/// <summary>What becomes of a row's output.</summary>
enum RowAction
{
    /// <summary>It stays.</summary>
    Nothing,

    /// <summary>Nothing yet: the other side may still come.</summary>
    Wait,

    /// <summary>The row alone.</summary>
    Alone,

    /// <summary>The row with the other side.</summary>
    Joined,

    /// <summary>A tombstone.</summary>
    Tombstone,
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
    /// <summary>What follows from a change of a row or of what it looks up.</summary>
    /// <param name="kind">The join's.</param>
    /// <param name="isRetracted">The row is gone.</param>
    /// <param name="hasOther">What it looks up is there.</param>
    /// <param name="mayWait">The row has not waited as long as it may.</param>
    /// <param name="output">What was last produced.</param>
    /// <param name="isChanged">The columns differ from those that were last produced.</param>
    public static RowAction Decide(
        JoinKind kind, bool isRetracted, bool hasOther, bool mayWait, RowOutput output, bool isChanged)
    {
        if (isRetracted || (!hasOther && kind == JoinKind.Inner))
            return output == RowOutput.None ? RowAction.Nothing : RowAction.Tombstone;
        if (hasOther) return isChanged || output != RowOutput.Joined ? RowAction.Joined : RowAction.Nothing;
        if (mayWait) return RowAction.Wait;
        return isChanged || output != RowOutput.Alone ? RowAction.Alone : RowAction.Nothing;
    }

    /// <summary>What was last produced after an action.</summary>
    public static RowOutput After(RowAction action, RowOutput before) => action switch
    {
        RowAction.Alone => RowOutput.Alone,
        RowAction.Joined => RowOutput.Joined,
        RowAction.Tombstone => RowOutput.None,
        _ => before,
    };

    /// <summary>The state of a row that is kept.</summary>
    public static RowStatus Status(bool isRetracted, bool hasOther) =>
        isRetracted ? RowStatus.Removed : hasOther ? RowStatus.Joined : RowStatus.Awaiting;
}
