using System.Collections.Concurrent;
using State;

namespace Streams;

/// <summary>The copies of an application's state, as tools see them.</summary>
/// <param name="location"><c>s3://bucket/prefix</c> or <c>file:///folder</c>.</param>
/// <param name="application">The consumer group of the service that runs the tasks.</param>
/// <exception cref="ArgumentException">The location is none.</exception>
/// <exception cref="IOException">The storage's client cannot be made with what the environment says.</exception>
public sealed class StateCopies(string location, string application) : IDisposable
{
    /// <summary>Descriptions read at once.</summary>
    const int Readers = 16;

    readonly CopyStore store = new(application, new CopySettings { Location = location });

    /// <summary>The consumer group of the service that runs the tasks.</summary>
    public string Application => application;

    /// <summary>What is wrong with a location; null when nothing is.</summary>
    public static string? Fault(string location) => CopyLocation.Fault(location);

    /// <summary>Copies by store and partition, the newest of each first.</summary>
    /// <param name="only">The store that is asked for; null: all.</param>
    /// <param name="until">Only those that were taken then or before; null: all.</param>
    /// <param name="most">Most of each task.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<IReadOnlyList<StateCopy>> List(
        string? only, DateTimeOffset? until, int most, CancellationToken cancellationToken)
    {
        var wanted =
            from found in await CheckpointCopies.Find(store.Storage, application, cancellationToken)
            let task = CopyStore.TaskOf(found.Prefix)
            where task is not null && (only is null || task.Value.Store == only) && (until is null || found.Name.Time <= until)
            group found.Name by task.Value into names
            from name in names.OrderByDescending(name => name.Time).Take(most)
            select (names.Key.Store, names.Key.Partition, Name: name);
        var copies = new ConcurrentBag<StateCopy>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted.ToList(), options, async (copy, token) => copies.Add(
            new StateCopy(copy.Store, copy.Partition, copy.Name, await Source(copy.Store, copy.Partition).Read(copy.Name, token))));
        return [.. from copy in copies orderby copy.Store, copy.Partition, copy.Time descending, copy.Id select copy];
    }

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    internal CheckpointCopies Source(string name, int partition) => store.Copies(name, partition);
}
