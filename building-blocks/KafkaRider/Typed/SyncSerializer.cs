using Confluent.Kafka;

namespace KafkaRider;

/// <summary>A synchronous serializer where an asynchronous one is asked for.</summary>
internal sealed class SyncSerializer<T>(ISerializer<T> serializer) : IAsyncSerializer<T>
{
    public Task<byte[]> SerializeAsync(T data, SerializationContext context) => Task.FromResult(serializer.Serialize(data, context));
}
