using Librdkafka;

namespace KafkaRider;

/// <summary>Reads the keys that wait in one partition of a retry topic, without joining the group.</summary>
internal static class RetryScan
{
    /// <summary>Blocks: not for threads of the pool.</summary>
    /// <param name="settings">Settings of the client.</param>
    /// <param name="tokenNeeded">Gives the client its OAuth tokens.</param>
    /// <param name="from">First offset.</param>
    /// <param name="to">Offset after the last one.</param>
    /// <param name="time">Measures how long the broker is silent.</param>
    /// <param name="cancelled">The partition is given up.</param>
    /// <exception cref="KafkaException">The broker was silent for too long.</exception>
    internal static List<(OrderKey Key, long Offset)> Read(
        Dictionary<string, string> settings,
        Action<TokenRequest>? tokenNeeded,
        TopicPartitionOffset from,
        long to,
        TimeProvider time,
        CancellationToken cancelled)
    {
        List<(OrderKey, long)> found = [];
        if (from.Offset >= to) return found;
        var isAtEnd = false;
        settings["enable.partition.eof"] = "true";
        settings["auto.offset.reset"] = "earliest";
        using var consumer = Consumer.Create(
            settings, new ConsumerEvents { PartitionEnd = end => isAtEnd = end.Offset >= to, TokenNeeded = tokenNeeded });
        consumer.Assign(from);
        var heard = time.GetTimestamp();
        while (!isAtEnd)
        {
            cancelled.ThrowIfCancellationRequested();
            if (consumer.Poll(EndpointLimits.PollWait) is { } message)
            {
                var record = message.AsRecord();
                isAtEnd = record.Offset >= to - 1;
                if (record.Offset < to && OrderOf.Record(record) is { } place) found.Add(place);
                message.Dispose();
                heard = time.GetTimestamp();
            }
            else if (!isAtEnd && time.GetElapsedTime(heard) > EndpointLimits.ScanTimeout)
            {
                throw new KafkaException(ErrorCode.TimedOut, $"Reading what waits in {from.TopicPartition}");
            }
        }

        return found;
    }
}
