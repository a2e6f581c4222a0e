using KafkaRider;
using Librdkafka;

namespace Streams;

/// <summary>
/// The output of stages: a record for a task that is here, and that takes records in any order, stays in memory until it is delivered to
/// it, within the same transaction; all others are produced. So a join whose tasks are with one instance answers within one commit, and
/// its repartition topics are written only while tasks move. For the endpoint's loop alone.
/// </summary>
sealed class HandOver : IRecordOutput
{
    readonly Dictionary<string, StateTask?[]> here = new(StringComparer.Ordinal);
    readonly Queue<Kept> waiting = new();
    IRecordOutput? output;
    byte[] bytes = new byte[64 * 1024];
    int used;

    /// <summary>Records for a task may be handed over from now on.</summary>
    /// <param name="topic">The task's topic.</param>
    /// <param name="partitions">Partitions of that topic.</param>
    /// <param name="task">The task.</param>
    public void Add(string topic, int partitions, StateTask task)
    {
        var tasks = here.GetValueOrDefault(topic);
        Array.Resize(ref tasks, partitions);
        tasks[task.Partition] = task;
        here[topic] = tasks;
    }

    /// <summary>They go through the topic.</summary>
    public void Remove(string topic, int partition)
    {
        if (here.TryGetValue(topic, out var tasks) && partition < tasks.Length) tasks[partition] = null;
    }

    /// <summary>What comes next is handed over, or goes there.</summary>
    public IRecordOutput Over(IRecordOutput next)
    {
        output = next;
        return here.Count == 0 ? next : this;
    }

    /// <summary>Forgets what was not delivered: its transaction is gone.</summary>
    public void Clear()
    {
        waiting.Clear();
        used = 0;
    }

    /// <summary>Lets tasks process what waits for them, and what they hand over then, until nothing waits.</summary>
    public void Deliver()
    {
        while (waiting.TryDequeue(out var next))
        {
            // The array may be replaced by a larger one meanwhile; this one stays as it is.
            var key = bytes.AsSpan(next.Start, next.KeyLength);
            var value = bytes.AsSpan(next.Start + next.KeyLength, next.ValueLength);
            if (!((ITaskStage)next.Task.Stage).TryProcess(key, value, this)) throw new UnreadableSideException();
            next.Task.HandedOver++;
        }
        used = 0;
    }

    public void Produce(
        string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default)
    {
        if (partition < 0 && headers.IsEmpty && !key.IsEmpty && !value.IsEmpty && here.TryGetValue(topic, out var tasks)
            && tasks[Murmur2.Partition(key, tasks.Length)] is { } task)
            Keep(task, key, value);
        else output!.Produce(topic, partition, key, value, headers);
    }

    public void Forward(in Record record, string topic, int partition, ReadOnlySpan<HeaderToAdd> headers = default) =>
        output!.Forward(record, topic, partition, headers);

    public void Forward(in Record record, string topic, int partition, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers) =>
        output!.Forward(record, topic, partition, value, headers);

    public void DeadLetter(in Record record, string reason, Exception? error) => output!.DeadLetter(record, reason, error);

    public void Fail(in Record record, string reason, Exception error) => output!.Fail(record, reason, error);

    public bool Waits(in Record record) => output!.Waits(record);

    public ValueTask Acknowledged(CancellationToken cancellationToken) => output!.Acknowledged(cancellationToken);

    void Keep(StateTask task, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var end = used + key.Length + value.Length;
        if (bytes.Length < end) Array.Resize(ref bytes, Math.Max(end, 2 * bytes.Length));
        key.CopyTo(bytes.AsSpan(used));
        value.CopyTo(bytes.AsSpan(used + key.Length));
        waiting.Enqueue(new Kept(task, used, key.Length, value.Length));
        used = end;
    }

    readonly record struct Kept(StateTask Task, int Start, int KeyLength, int ValueLength);
}
