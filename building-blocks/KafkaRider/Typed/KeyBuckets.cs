using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Runs something for each record of a batch: for those of a key one after another, for different keys side by side, up to the limits.
/// </summary>
/// <param name="buckets">Keys that run side by side.</param>
/// <param name="concurrentDeliveries">Records of a key that run side by side.</param>
internal sealed class KeyBuckets(int buckets, int concurrentDeliveries)
{
    /// <summary>Ends when all of them have; throws what any of them threw.</summary>
    /// <param name="batch">The records.</param>
    /// <param name="step">What to do with the record at this index.</param>
    internal async ValueTask Run(RecordBatch batch, Func<int, ValueTask> step)
    {
        if (buckets > 1 || concurrentDeliveries > 1)
        {
            await RunSideBySide(batch, step);
            return;
        }

        // In this flow: most consumers are done when they return, and then no task is made at all.
        for (var i = 0; i < batch.Count; i++) await step(i);
    }

    Task RunSideBySide(RecordBatch batch, Func<int, ValueTask> step)
    {
        var lists = new List<int>?[buckets];
        for (var i = 0; i < batch.Count; i++) (lists[Bucket(batch[i])] ??= []).Add(i);
        return Task.WhenAll(lists.OfType<List<int>>().SelectMany(list => Workers(list, step)));
    }

    IEnumerable<Task> Workers(List<int> list, Func<int, ValueTask> step)
    {
        var taken = -1;
        for (var worker = 0; worker < Math.Min(concurrentDeliveries, list.Count); worker++)
        {
            yield return Task.Run(async () =>
            {
                for (int at; (at = Interlocked.Increment(ref taken)) < list.Count;) await step(list[at]);
            });
        }
    }

    int Bucket(in Record record) =>
        buckets == 1 || record.KeyIsNull ? 0 : Murmur2.Partition(record.Key, buckets);
}
