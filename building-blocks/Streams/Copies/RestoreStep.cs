namespace Streams;

/// <summary>What a restore does to one task.</summary>
/// <param name="Store">The task's store.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Copy">The copy that its state becomes; null when there is none.</param>
/// <param name="Committed">The next record of its input that the group would read now; null when nothing is committed.</param>
/// <param name="Problem">Why it cannot be done; null when it can.</param>
public sealed record RestoreStep(string Store, int Partition, StateCopy? Copy, long? Committed, string? Problem);

/// <summary>What a restore did to one task.</summary>
/// <param name="Store">The task's store.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Written">Keys that got their old value.</param>
/// <param name="Removed">Keys that there were not then.</param>
public sealed record RestoredTask(string Store, int Partition, long Written, long Removed);

/// <summary>A restore cannot be done as things are; nothing was changed.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class RestoreRefusedException(string message) : Exception(message);
