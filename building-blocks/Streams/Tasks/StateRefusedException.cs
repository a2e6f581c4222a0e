namespace Streams;

/// <summary>
/// The state that is there was made by a pipeline that meant something else by it: going on would emit wrong results. Nothing was changed.
/// </summary>
/// <param name="store">The store's name.</param>
public sealed class StateRefusedException(string store) : Exception(
    $"the state of '{store}' was made by another version of its join (other keys, columns, sources or types), which it cannot go on from: "
    + "take the change back, or give the join a new id, which starts from empty state, and replay its sources");
