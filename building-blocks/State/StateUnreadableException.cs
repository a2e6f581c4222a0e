namespace State;

/// <summary>
/// A store's files failed under it: what it holds in memory cannot be trusted any more. <see cref="IKeyedStore.Restore"/> opens its newest
/// checkpoint; when that fails too, <see cref="IKeyedStore.Reset"/> starts empty.
/// </summary>
public sealed class StateUnreadableException(string message, Exception? cause)
    : IOException($"{message}: restore the store, or reset it and read the changelog from its start", cause);
