using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>Records events that arrive one by one: those that wait at the same time share a transaction, so the cost of a commit is shared
/// under load and nobody waits longer without it. Each event still succeeds or fails by itself.</summary>
sealed class EventGroups<TContext>(EventRecorder<TContext> recorder)
    where TContext : DbContext
{
    const int MaxWriters = 4;
    const int MaxGroup = 100;

    readonly ConcurrentQueue<(CheckedEvent Event, TaskCompletionSource<EventResult> Done)> _waiting = new();
    int _writers;

    /// <summary>Records one event.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    /// <exception cref="TooManyRequestsException">Too many events wait.</exception>
    public async Task<EventResult> Record(CheckedEvent checkedEvent, CancellationToken cancellationToken)
    {
        await recorder.EnsureAvailable(cancellationToken);
        if (_waiting.Count >= DatabaseLimits.MaxWaitingRequests) throw new TooManyRequestsException(DatabaseLimits.MaxWaitingRequests);
        var done = new TaskCompletionSource<EventResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue((checkedEvent, done));
        if (TryEnter()) _ = Task.Run(Write, CancellationToken.None);
        return await done.Task.WaitAsync(cancellationToken);
    }

    bool TryEnter()
    {
        if (Interlocked.Increment(ref _writers) <= MaxWriters) return true;
        Interlocked.Decrement(ref _writers);
        return false;
    }

    async Task Write()
    {
        do
        {
            while (Take() is { Count: > 0 } group) await RecordGroup(group);
            Interlocked.Decrement(ref _writers);
        }
        // An event may have come after the last look at the queue, when all writers were still counted.
        while (!_waiting.IsEmpty && TryEnter());
    }

    List<(CheckedEvent Event, TaskCompletionSource<EventResult> Done)> Take()
    {
        var group = new List<(CheckedEvent, TaskCompletionSource<EventResult>)>();
        while (group.Count < MaxGroup && _waiting.TryDequeue(out var next)) group.Add(next);
        return group;
    }

    async Task RecordGroup(List<(CheckedEvent Event, TaskCompletionSource<EventResult> Done)> group)
    {
        try
        {
            var results = await recorder.RecordEach([.. group.Select(waiting => waiting.Event)]);
            foreach (var (waiting, result) in group.Zip(results)) waiting.Done.SetResult(result);
        }
        catch (Exception failure) when (group.Count == 1 || failure is DatabaseUnavailableException or TooManyRequestsException)
        {
            foreach (var waiting in group) waiting.Done.SetException(failure);
        }
        catch (Exception)
        {
            // One of them is the cause: alone, each gets its own answer.
            foreach (var waiting in group) await RecordGroup([waiting]);
        }
    }
}
