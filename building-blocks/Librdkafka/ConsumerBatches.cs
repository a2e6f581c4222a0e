namespace Librdkafka;

/// <content>Many records in one call.</content>
public sealed unsafe partial class Consumer
{
    /// <summary>2.1.0, the first version whose batch call loses nothing when partitions are paused, sought or revoked meanwhile.</summary>
    const int SafeBatches = 0x020100ff;

    readonly nint _queue;
    nint[] _batch = [];

    /// <summary>
    /// Waits for a record and takes with it those that the client has already fetched, at half the cost of one by one (librdkafka 2.1
    /// and later; before that one by one). How many were taken; 0 for the reasons of <see cref="Poll(TimeSpan)"/>. Everything else
    /// that is served meanwhile is told before this returns, the end of a partition also where it stands behind records taken here.
    /// </summary>
    /// <param name="into">The records taken; each is to be disposed of.</param>
    /// <param name="timeout">How long to wait for the first.</param>
    public int Poll(Span<RecordMessage> into, TimeSpan timeout)
    {
        if (into.IsEmpty || Poll(timeout) is not { } first) return 0;
        into[0] = first;
        return 1 + (LibraryVersion.Number >= SafeBatches ? TakeBatch(into[1..]) : TakeSingly(into[1..]));
    }

    int TakeSingly(Span<RecordMessage> into)
    {
        int count = 0;
        while (count < into.Length && Native.rd_kafka_consumer_poll(_client, 0) is var message && message != null)
            Take(message, into, ref count);
        return count;
    }

    int TakeBatch(Span<RecordMessage> into)
    {
        if (_batch.Length < into.Length) _batch = new nint[into.Length];
        int count = 0;
        nint taken;
        fixed (nint* first = _batch) taken = Native.rd_kafka_consume_batch_queue(_queue, 0, first, (nuint)into.Length);
        for (int i = 0; i < taken; i++) Take((NativeMessage*)_batch[i], into, ref count);
        return count;
    }

    /// <summary>What a handler throws waits for the next empty poll: records are in hand, which must reach the caller.</summary>
    void Take(NativeMessage* message, Span<RecordMessage> into, ref int count)
    {
        if (message->Error == ErrorCode.NoError)
        {
            into[count++] = new RecordMessage(message, _names);
            return;
        }

        try
        {
            Report(message);
        }
        catch (Exception exception)
        {
            _callbacks.Failed(exception);
        }
    }
}
