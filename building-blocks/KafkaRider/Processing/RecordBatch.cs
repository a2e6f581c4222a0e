using Librdkafka;

namespace KafkaRider;

/// <summary>Records of one partition in order of their offsets, borrowed from the client until <see cref="IRecordProcessor.Process"/>
/// ends.</summary>
public sealed partial class RecordBatch
{
    const long NothingCompleted = -1;

    readonly RecordMessage[] messages;
    long completedOffset = NothingCompleted;
    long nextOffset;
    int held;
    int hidden;

    internal RecordBatch(string topic, int partition, string groupId, int capacity)
    {
        Topic = topic;
        Partition = partition;
        GroupId = groupId;
        messages = new RecordMessage[capacity];
    }

    /// <summary>Topic of all records.</summary>
    public string Topic { get; }

    /// <summary>Partition of all records.</summary>
    public int Partition { get; }

    /// <summary>Consumer group that reads them.</summary>
    public string GroupId { get; }

    /// <summary>Number of records; at least 1.</summary>
    public int Count => held - hidden;

    /// <summary>Offset of the first record.</summary>
    public long FirstOffset => this[0].Offset;

    /// <summary>Where the group goes on when this batch is done: the offset after its last record, also when that one is done and only
    /// earlier ones are tried again.</summary>
    public long NextOffset => nextOffset;

    /// <summary>A record.</summary>
    /// <param name="index">From 0, in order of offsets.</param>
    public Record this[int index] => index < Count
        ? messages[index].AsRecord()
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"The batch has {Count} records.");

    /// <summary>Where the log ended when the last record came; null where nobody wants to know.</summary>
    internal long? EndOffset { get; set; }

    internal bool IsFull => held == messages.Length;

    /// <summary>Called with the offset that <see cref="Complete"/> reached.</summary>
    internal Action<long>? Progressed { get; init; }

    /// <summary>
    /// Cancelled when the partition is to be given up: a processor of single messages begins no other one and ends with an <see
    /// cref="OperationCanceledException"/>; what it has completed counts, the rest comes again.
    /// </summary>
    internal CancellationToken Draining { get; init; }

    /// <summary>Offset after the records that the processor has declared done; null while there are none.</summary>
    internal long? CompletedOffset => Volatile.Read(ref completedOffset) is not NothingCompleted and var offset ? offset : null;

    /// <summary>
    /// Optional, for processors that take long: the first <paramref name="count"/> records are done, with all they produced. Their
    /// positions
    /// may be committed at once; when the batch is cancelled, only the others come again. For one thread at a time.
    /// </summary>
    public void Complete(int count)
    {
        if (count < 0 || count > Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"The batch has {Count} records.");
        if (count == 0) return;
        var offset = this[count - 1].Offset + 1;
        if (offset <= completedOffset) return;
        Volatile.Write(ref completedOffset, offset);
        Progressed?.Invoke(offset);
    }

    /// <summary>A batch of given records, for tests of processors.</summary>
    /// <param name="groupId">Consumer group.</param>
    /// <param name="records">At least one record, all of one partition, in order of their offsets.</param>
    public static RecordBatch FromRecords(string groupId, params IReadOnlyList<PlainRecord> records)
    {
        if (records.Count == 0) throw new ArgumentException("A batch has at least one record.", nameof(records));
        var batch = new RecordBatch(records[0].Topic, records[0].Partition, groupId, records.Count);
        foreach (var record in records) batch.Add(RecordMessage.Of(record));
        return batch;
    }

    internal void Add(RecordMessage message)
    {
        messages[held++] = message;
        nextOffset = message.AsRecord().Offset + 1;
    }

    /// <summary>Shows the processor at most so many records; the others stay for the next time.</summary>
    internal void Narrow(int count) => hidden = Math.Max(0, held - count);

    /// <summary>Gives back the first records, which are done; the others become the beginning, all of them to be seen.</summary>
    internal void DropFirst(int count)
    {
        for (var i = 0; i < count; i++) messages[i].Dispose();
        Array.Copy(messages, count, messages, 0, held - count);
        Array.Clear(messages, held - count, count);
        held -= count;
        hidden = 0;
        completedOffset = NothingCompleted;
        ForgetLeft();
    }

    internal void Release() => DropFirst(held);
}
