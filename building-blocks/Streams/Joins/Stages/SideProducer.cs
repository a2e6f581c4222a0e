using KafkaRider;

namespace Streams;

/// <summary>Sends records between the stages of a join.</summary>
/// <param name="topic">The repartition topic.</param>
sealed class SideProducer(string topic)
{
    /// <summary>Let the producer choose the partition by the key, as Java's clients do.</summary>
    const int ByKey = -1;

    byte[] buffer = new byte[1024];

    public void Send(ReadOnlySpan<byte> kafkaKey, in SideRecord record, IRecordOutput output)
    {
        if (buffer.Length < record.Length) buffer = new byte[2 * record.Length];
        output.Produce(topic, ByKey, kafkaKey, buffer.AsSpan(0, record.Write(buffer)));
    }
}
