using System.Globalization;
using Contracts;

namespace Capture;

/// <summary>The settings of the capture's producers, by librdkafka's names. What a promise rests on is set here; the rest may be overridden
/// by <c>Kafka__Client__*</c>.</summary>
static class ProducerSettings
{
    // Records arrive in bursts, so a batch fills at once; a commit flushes without waiting for this.
    const string LingerMilliseconds = "2";
    const string MaxQueuedKilobytes = "16384";

    /// <summary>For real Kafka: everything between two positions in one transaction.</summary>
    public static Dictionary<string, string> Transactional(IReadOnlyDictionary<string, string> connection, CapturedDatabase database)
    {
        var settings = Reliable(connection);
        settings["transactional.id"] = database.TransactionalId;
        settings["transaction.timeout.ms"] = Milliseconds(CaptureOptions.TransactionTimeout);
        settings["message.timeout.ms"] = Milliseconds(CaptureOptions.TransactionTimeout);
        return settings;
    }

    /// <summary>For the embedded broker: each record is acknowledged.</summary>
    public static Dictionary<string, string> Acknowledged(IReadOnlyDictionary<string, string> connection)
    {
        var settings = Reliable(connection);
        settings["message.timeout.ms"] = Milliseconds(CaptureOptions.KafkaTimeout);
        return settings;
    }

    static Dictionary<string, string> Reliable(IReadOnlyDictionary<string, string> connection)
    {
        var settings = new Dictionary<string, string>(connection);
        settings.TryAdd("linger.ms", LingerMilliseconds);
        settings.TryAdd("compression.type", "lz4");
        settings.TryAdd("queue.buffering.max.kbytes", MaxQueuedKilobytes);
        settings["enable.idempotence"] = "true";
        settings["acks"] = "all";
        settings["message.max.bytes"] = Limits.MaxRecordBytes.ToString(CultureInfo.InvariantCulture);
        // The partition of a key must be Kafka Connect's.
        settings["partitioner"] = "murmur2_random";
        return settings;
    }

    static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
