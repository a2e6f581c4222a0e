namespace Streams;

/// <summary>Where a crash can find a task, beside the points of the endpoint and of the store. Tests kill the process there.</summary>
enum TaskCrashPoint
{
    /// <summary>Its state is as its newest checkpoint left it; the changelog was not read.</summary>
    RestoreBegun,

    /// <summary>The changelog is applied; no record was processed.</summary>
    Restored,

    /// <summary>The changes of a transaction are in its changelog, not committed.</summary>
    ChangesProduced,

    /// <summary>The transaction is committed, its changes are not in the store.</summary>
    BeforeApply,

    /// <summary>They are.</summary>
    Applied,

    /// <summary>A checkpoint was taken.</summary>
    Checkpointed,

    /// <summary>The partition is taken away, its state is still here.</summary>
    Revoked,

    /// <summary>A standby has applied records that the task's owner committed.</summary>
    Followed,
}

/// <summary>The hook of crash tests.</summary>
static class TaskCrashPoints
{
    /// <summary>Called at each point; null, as it is outside of tests, costs one comparison.</summary>
    internal static Action<TaskCrashPoint>? Reached { get; set; }

    /// <summary>
    /// The negative control: changes go into the store as soon as they are produced, as if no overlay kept them until the commit.
    /// </summary>
    internal static bool IsWithoutOverlay { get; set; }
}
