namespace State;

/// <summary>Where a test ends a store: between two steps that change its files.</summary>
internal enum StoreCrashPoint
{
    /// <summary>Log and index are on disk, nothing names them yet.</summary>
    CheckpointSaved,

    /// <summary>The new checkpoint counts; one more than is kept is there.</summary>
    CheckpointPublished,

    /// <summary>The oldest checkpoint is gone; what it alone needed of the log is still there.</summary>
    CheckpointReleased,

    /// <summary>The checkpoints are read, those not trusted are gone.</summary>
    RestoreLoaded,

    /// <summary>The log is open; what was written after the checkpoint is still there.</summary>
    RestoreOpened,
}

/// <summary>Tells a test that a store passes a crash point.</summary>
internal static class StoreCrashPoints
{
    /// <summary>Called with the point and the store's folder; null outside of tests.</summary>
    internal static Action<StoreCrashPoint, string>? Reached { get; set; }
}
