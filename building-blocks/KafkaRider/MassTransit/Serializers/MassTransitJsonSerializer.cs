using System.Text.Json;
using Confluent.Kafka;
using MassTransit.Serialization;

namespace MassTransit.KafkaIntegration.Serializers;

/// <summary>Writes raw JSON, without an envelope, with MassTransit's options.</summary>
/// <typeparam name="T">Type of the message.</typeparam>
public class MassTransitJsonSerializer<T> : ISerializer<T>
{
    /// <inheritdoc/>
    public byte[] Serialize(T data, SerializationContext context) =>
        JsonSerializer.SerializeToUtf8Bytes(data, SystemTextJsonMessageSerializer.Options);
}

/// <summary>Writes raw JSON, without an envelope, with MassTransit's options.</summary>
/// <typeparam name="T">Type of the message.</typeparam>
public class MassTransitAsyncJsonSerializer<T> : IAsyncSerializer<T>
{
    /// <inheritdoc/>
    public Task<byte[]> SerializeAsync(T data, SerializationContext context) =>
        Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(data, SystemTextJsonMessageSerializer.Options));
}

/// <summary>Reads raw JSON, without an envelope, with MassTransit's options.</summary>
/// <typeparam name="T">Type of the message.</typeparam>
public class MassTransitJsonDeserializer<T> : IDeserializer<T>
{
    /// <inheritdoc/>
    public T Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
        isNull || data.IsEmpty ? default! : JsonSerializer.Deserialize<T>(data, SystemTextJsonMessageSerializer.Options)!;
}
