using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>Where a record stands in the order of its key.</summary>
internal static class OrderOf
{
    /// <summary>Its key where it first came from, and the offset it had there; null without a key.</summary>
    internal static (OrderKey Key, long Offset)? Record(in Record record)
    {
        if (record.KeyIsNull) return null;

        // Every byte is a character: equal texts are equal keys.
        var key = Encoding.Latin1.GetString(record.Key);
        var (origin, _) = FaultTrace.FirstOrigin(record);
        return (new OrderKey(origin.Topic, origin.Partition, key), origin.Offset);
    }
}
