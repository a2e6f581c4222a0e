namespace Streams;

/// <summary>
/// The state that is there was made by a join or saga that meant something else by it: going on would emit wrong results. Nothing was
/// changed.
/// </summary>
/// <param name="store">The store's name.</param>
/// <param name="wayOut">What to do.</param>
public sealed class StateRefusedException(string store, string wayOut) : Exception(
    $"the state of '{store}' was made by another version of what uses it (other keys, columns, sources or types), which cannot go on from "
    + $"it: {wayOut}");
