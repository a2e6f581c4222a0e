namespace Views;

/// <summary>One record of a batch that changes the view.</summary>
/// <param name="Index">Where it is in the batch.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="States">What it says about entities.</param>
internal sealed record BatchEntry(int Index, long Offset, IReadOnlyList<EntityState> States);
