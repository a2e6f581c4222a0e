using System.Text;
using Librdkafka;
using State;

namespace Streams.Tests;

/// <summary>
/// The stages of a join over several partitions, without a broker: each partition of each topic is a queue, of which any may be served
/// next, from its head or anywhere; some transactions are aborted, and their records come again.
/// </summary>
sealed class JoinSimulation
{
    const int Partitions = 3;
    const int LongestTransaction = 4;

    readonly Join join;
    readonly JoinNames names;
    readonly Random random;
    readonly bool inOrder;
    readonly bool hasOverlays;
    readonly Dictionary<string, TaskDefinition> definitions;
    readonly Dictionary<(string Topic, int Partition), List<SentRecord>> queues = [];
    readonly Dictionary<(string Topic, int Partition), (ITaskStage Stage, TransactionOverlay Overlay, MemoryStore Store)> tasks = [];
    readonly TimeProvider time;
    long offset;

    public JoinSimulation(Join join, Random random, TimeProvider? time = null, bool inOrder = true, bool hasOverlays = true)
    {
        this.join = join;
        this.random = random;
        this.inOrder = inOrder;
        this.hasOverlays = hasOverlays;
        this.time = time ?? TimeProvider.System;
        names = new JoinNames("pipeline", join.Id);
        definitions = JoinTasks.Of("pipeline", join, this.time).ToDictionary(task => task.Topic);
    }

    /// <summary>Every committed output, in order.</summary>
    public List<(string Row, string? Value)> Outputs { get; } = [];

    public int DeadLetters { get; private set; }

    /// <summary>Entries that committed transactions changed.</summary>
    public int StateChanges { get; private set; }

    /// <summary>Called after each commit.</summary>
    public Action? Committed { get; set; }

    public bool IsIdle => queues.Values.All(queue => queue.Count == 0);

    /// <summary>What the first stage makes of a version.</summary>
    public void Feed(Version version)
    {
        var isByRow = version.IsMany && join.Many.IsOnMutable;
        var hasOn = version is { IsMany: true, On: not null, IsRetraction: false };
        var side = new SideRecord
        {
            Kind = version.IsMany ? SideKind.Many : SideKind.One,
            IsRetraction = version.IsRetraction,
            SourceOffset = offset++,
            Watermark = long.MinValue,
            EventTime = version.Time,
            EventId = Encoding.UTF8.GetBytes(version.EventId),
            HasNoJoinKey = version.IsMany && !hasOn,
            Other = Encoding.UTF8.GetBytes(isByRow ? version.On ?? "" : version.IsMany ? version.Id : ""),
            Columns = version.IsRetraction ? default : Columns(version),
        };
        var value = new byte[side.Length];
        side.Write(value);
        Enqueue(new SentRecord(
            isByRow ? names.ByRowTopic : names.ByKeyTopic, -1, isByRow || !hasOn ? version.Id : version.On!, value));
    }

    /// <summary>One transaction of one task, perhaps aborted.</summary>
    public void Step(double aborts = 0.2)
    {
        var waiting = queues.Where(queue => queue.Value.Count > 0).Select(queue => queue.Key).ToList();
        Step(waiting[random.Next(waiting.Count)], aborts);
    }

    /// <summary>All that waits for the tasks of rows with a mutable key; what they ask and are asked waits on.</summary>
    public void StepRows()
    {
        foreach (var id in queues.Keys.Where(queue => queue.Topic == names.ByRowTopic).ToList())
            while (queues[id].Count > 0) Step(id, aborts: 0);
    }

    void Step((string Topic, int Partition) id, double aborts)
    {
        var count = Math.Min(random.Next(1, LongestTransaction + 1), queues[id].Count);
        var batch = inOrder ? queues[id][..count] : [.. random.GetItems(queues[id].ToArray(), count).Distinct()];
        var task = Task(id);
        var (output, unread) = (new SentRecords(), 0);
        foreach (var record in batch)
        {
            if (!task.Stage.TryProcess(Encoding.UTF8.GetBytes(record.Key), record.Value, output)) unread++;
        }
        if (random.NextDouble() < aborts)
        {
            task.Overlay.Drop();
            return;
        }
        foreach (var record in batch) queues[id].RemoveAt(queues[id].FindIndex(each => ReferenceEquals(each, record)));
        DeadLetters += unread;
        Commit(task.Overlay, output);
    }

    /// <summary>The service is started again with another version of the join: the state stays.</summary>
    public void Restart(Join changed)
    {
        foreach (var definition in JoinTasks.Of("pipeline", changed, time)) definitions[definition.Topic] = definition;
        foreach (var (id, task) in tasks.ToList())
            tasks[id] = ((ITaskStage)definitions[id.Topic].Create(task.Overlay, id.Partition), task.Overlay, task.Store);
    }

    /// <summary>A tick of every task.</summary>
    public void Tick()
    {
        foreach (var task in tasks.Values.ToList())
        {
            var output = new SentRecords();
            while (!task.Stage.Tick(time.GetUtcNow(), output))
            {
                // More is due.
            }
            Commit(task.Overlay, output);
        }
    }

    public void Drain(double aborts = 0)
    {
        while (!IsIdle) Step(aborts);
    }

    /// <summary>Entries of all tasks.</summary>
    public long Entries => tasks.Values.Sum(task => task.Store.Statistics.Entries);

    void Commit(TransactionOverlay overlay, SentRecords output)
    {
        StateChanges += overlay.Changes.Count;
        overlay.Apply();
        DeadLetters += output.DeadLetters.Count;
        foreach (var sent in output.Sent)
        {
            if (sent.Topic == join.OutputTopic)
                Outputs.Add((sent.Key, sent.Value is null ? null : Encoding.UTF8.GetString(sent.Value)));
            else Enqueue(sent);
        }
        Committed?.Invoke();
    }

    void Enqueue(SentRecord record)
    {
        var id = (record.Topic, Murmur2.Partition(Encoding.UTF8.GetBytes(record.Key), Partitions));
        if (!queues.TryGetValue(id, out var queue)) queues[id] = queue = [];
        queue.Add(record);
    }

    (ITaskStage Stage, TransactionOverlay Overlay, MemoryStore Store) Task((string Topic, int Partition) id)
    {
        if (tasks.TryGetValue(id, out var task)) return task;
        var store = new MemoryStore();
        var overlay = new TransactionOverlay(store);
        var stage = (ITaskStage)definitions[id.Topic].Create(hasOverlays ? overlay : store, id.Partition);
        return tasks[id] = (stage, overlay, store);
    }

    static byte[] Columns(Version version)
    {
        IEnumerable<string?> texts = version.IsMany ? [version.Id, version.On, version.Text] : [version.Text];
        var bytes = new MemoryStream();
        foreach (var text in texts)
        {
            var utf8 = Encoding.UTF8.GetBytes(text ?? "");
            var written = new byte[ColumnValues.MaxLength(utf8.Length)];
            bytes.Write(written, 0, ColumnValues.Write(written, utf8, text is null));
        }
        return bytes.ToArray();
    }
}
