using State;

namespace Streams;

/// <summary>A stage with state: each partition of its topic is a task.</summary>
/// <param name="Topic">The topic whose partitions are the tasks.</param>
/// <param name="Store">Names its state, in folders and in the changelog: lower-case letters, digits, hyphens.</param>
/// <param name="Fingerprint">Of everything that the state's meaning depends on: state of another is refused.</param>
/// <param name="Create">Makes a task's stage over its state. The state is the same object for the task's life.</param>
public sealed record TaskDefinition(string Topic, string Store, string Fingerprint, Func<IKeyedState, int, ITaskStage> Create)
{
    /// <summary>
    /// Whether its records may come in any order, each once, so that those that the same instance makes need no way through the topic (<see
    /// cref="TaskSettings.HandsOver"/>).
    /// </summary>
    public bool IsOrderFree { get; init; }
}
