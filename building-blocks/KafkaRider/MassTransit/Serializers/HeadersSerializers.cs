using Confluent.Kafka;
using MassTransit.Transports;

namespace MassTransit.KafkaIntegration.Serializers;

/// <summary>Writes the headers of a message.</summary>
public interface IHeadersSerializer
{
    /// <summary>The headers of the record.</summary>
    Confluent.Kafka.Headers Serialize(SendContext context);
}

/// <summary>Reads the headers of a record.</summary>
public interface IHeadersDeserializer
{
    /// <summary>The headers of the message.</summary>
    IHeaderProvider Deserialize(Confluent.Kafka.Headers headers);
}

/// <summary>Makes the serializers of all types that have none of their own.</summary>
public interface IKafkaSerializerFactory
{
    /// <summary>What the serializers write.</summary>
    System.Net.Mime.ContentType ContentType { get; }

    /// <summary>Reads keys or values.</summary>
    IDeserializer<T> GetDeserializer<T>();

    /// <summary>Writes keys or values.</summary>
    IAsyncSerializer<T> GetSerializer<T>();
}
