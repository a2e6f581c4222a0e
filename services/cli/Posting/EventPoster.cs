using System.Threading.Channels;
using Contracts;

namespace Cli;

/// <summary>Posts events to the services that own their types, several requests at a time.</summary>
sealed class EventPoster(IReadOnlyDictionary<string, Uri> producers, TimeProvider time)
{
    /// <summary>Requests in flight to one producer: below its ten database connections.</summary>
    const int RequestsPerProducer = 4;

    /// <summary>Batches that wait for a request of one producer.</summary>
    const int WaitingBatches = 8;

    /// <summary>How often due events are looked for when a rate is set.</summary>
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    int _posted;

    /// <summary>Events that were accepted so far.</summary>
    public int Posted => Volatile.Read(ref _posted);

    public async Task Post(IEventSource events, PostingPlan plan, CancellationToken cancellationToken)
    {
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clients = producers.ToDictionary(each => each.Key, each => new ProducerClient(each.Key, each.Value, time));
        var queues = clients.ToDictionary(each => each.Key, _ => Channel.CreateBounded<EventBatch>(WaitingBatches));
        try
        {
            List<Task> work = [Feed(events, plan, queues, failure.Token)];
            foreach (var (service, queue) in queues)
                work.AddRange(Enumerable.Range(0, RequestsPerProducer).Select(_ => Send(clients[service], queue.Reader, failure.Token)));
            await EndAtFirstFailure(work, failure);
        }
        finally
        {
            foreach (var client in clients.Values) client.Dispose();
        }
    }

    /// <summary>Awaits all; the first failure ends the others and is the one that is thrown.</summary>
    static async Task EndAtFirstFailure(IReadOnlyList<Task> work, CancellationTokenSource failure)
    {
        await foreach (var task in Task.WhenEach(work))
        {
            if (task.IsCompletedSuccessfully) continue;
            await failure.CancelAsync();
            await Task.WhenAll(work).ContinueWith(_ => { }, TaskScheduler.Default);
            await task;
        }
    }

    async Task Send(ProducerClient client, ChannelReader<EventBatch> batches, CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.ReadAllAsync(cancellationToken))
        {
            await client.Post(batch, cancellationToken);
            Interlocked.Add(ref _posted, batch.Count);
        }
    }

    async Task Feed(IEventSource events, PostingPlan plan, Dictionary<string, Channel<EventBatch>> queues,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var open = queues.Keys.ToDictionary(service => service, _ => new EventBatch());
        for (var index = 0; index < events.Count; index++)
        {
            if (plan.Rate is { } rate && index > time.GetElapsedTime(started).TotalSeconds * rate)
            {
                await Flush(open, queues, cancellationToken);
                await UntilDue(started, TimeSpan.FromSeconds(index / rate), cancellationToken);
            }
            var posted = events[index];
            var service = EventTypes.Owners[posted.EventType];
            if (open[service].Count == plan.BatchEvents || !open[service].HasRoomFor(posted.Json.Length))
                await Flush(service, open, queues, cancellationToken);
            open[service].Add(posted.Json.Span);
        }
        await Flush(open, queues, cancellationToken);
        foreach (var queue in queues.Values) queue.Writer.Complete();
    }

    async Task UntilDue(long started, TimeSpan due, CancellationToken cancellationToken)
    {
        var left = due - time.GetElapsedTime(started);
        if (left > TimeSpan.Zero) await Task.Delay(left > Tick ? left : Tick, time, cancellationToken);
    }

    static async Task Flush(Dictionary<string, EventBatch> open, Dictionary<string, Channel<EventBatch>> queues,
        CancellationToken cancellationToken)
    {
        foreach (var service in queues.Keys) await Flush(service, open, queues, cancellationToken);
    }

    static async Task Flush(string service, Dictionary<string, EventBatch> open, Dictionary<string, Channel<EventBatch>> queues,
        CancellationToken cancellationToken)
    {
        if (open[service].Count == 0) return;
        await queues[service].Writer.WriteAsync(open[service], cancellationToken);
        open[service] = new EventBatch();
    }
}
