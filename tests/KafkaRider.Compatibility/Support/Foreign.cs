using Confluent.Kafka;
using MassTransit.KafkaIntegration.Serializers;

namespace KafkaRider.Compatibility.Support;

/// <summary>Produces as a client does that knows nothing of buses.</summary>
public static class Foreign
{
    public static void Produce<T>(ClientConfig client, string topic, T value, Headers headers)
        where T : class =>
        ProduceBytes(client, topic, new MassTransitJsonSerializer<T>().Serialize(value, SerializationContext.Empty), headers);

    public static void ProduceBytes(ClientConfig client, string topic, byte[]? value, Headers headers, byte[]? key = null)
    {
        using var producer = Librdkafka.Producer.Create(client.ToDictionary(), new Librdkafka.ProducerEvents());
        var outgoing = new Librdkafka.OutgoingHeaders();
        foreach (var header in headers) outgoing.Add(header.Key, header.GetValueBytes());
        producer.Produce(topic, Librdkafka.Producer.AnyPartition, key, value, outgoing).ShouldBe(Librdkafka.ErrorCode.NoError);
        producer.Flush(Received.Limit).ShouldBeTrue();
    }
}
