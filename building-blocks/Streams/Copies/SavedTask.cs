namespace Streams;

/// <summary>What became of a savepoint of one task.</summary>
/// <param name="Store">The task's store.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="Time">When it was taken; null when it was not.</param>
/// <param name="Offset">The changelog's offset of it.</param>
/// <param name="Input">The topic that the task reads.</param>
/// <param name="Next">The offset of its next record; null when the group had committed none.</param>
/// <param name="Entries">Keys with a value.</param>
/// <param name="Problem">Why there is none; null when there is.</param>
public sealed record SavedTask(
    string Store, int Partition, DateTimeOffset? Time, long? Offset, string? Input, long? Next, long? Entries, string? Problem);
