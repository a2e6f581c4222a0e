using State;

namespace Streams;

/// <summary>Something with state: each partition of its topic is a task.</summary>
/// <param name="Topic">The topic whose partitions are the tasks.</param>
/// <param name="Store">Names its state, in folders and in the changelog: lower-case letters, digits, hyphens.</param>
/// <param name="Fingerprint">Of everything that the state's meaning depends on: state of another is refused.</param>
/// <param name="Create">Makes what a task is over its state. The state is the same object for the task's life.</param>
public sealed record TaskDefinition(string Topic, string Store, string Fingerprint, Func<IKeyedState, int, ITaskState> Create)
{
    /// <summary>
    /// Whether its records may come in any order, each once, so that those that the same instance makes need no way through the topic (<see
    /// cref="TaskSettings.HandsOver"/>). Then what it makes is an <see cref="ITaskStage"/>.
    /// </summary>
    public bool IsOrderFree { get; init; }

    /// <summary>What to do where the state was made by another definition.</summary>
    public string WayOut { get; init; } =
        "take the change back, or start from empty state under a new name (give the join a new id, the saga another Store), and replay its "
        + "sources";
}
