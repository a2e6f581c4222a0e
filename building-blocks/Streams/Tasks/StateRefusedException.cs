namespace Streams;

/// <summary>
/// The state that is there was made by a join or saga that meant something else by it: going on would emit wrong results. Nothing was
/// changed.
/// </summary>
/// <param name="store">The store's name.</param>
public sealed class StateRefusedException(string store) : Exception(
    $"the state of '{store}' was made by another version of its join (other keys, columns, sources or types) or saga, which it cannot go "
    + "on from: take the change back, or start from empty state under a new name (give the join a new id, the saga another Store), and "
    + "replay its sources");
