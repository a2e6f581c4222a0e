using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using Confluent.Kafka;
using MassTransit;
using MassTransit.Serialization;
using MassTransit.Util;

namespace KafkaRider;

/// <summary>Reads the message from the record when the pipe asks for it, once.</summary>
internal sealed class TopicSerializerContext<TKey, TValue>(
    TopicRecord<TKey> record, IDeserializer<TValue> deserializer, MessageContext context)
    : BaseSerializerContext(SystemTextJsonMessageSerializer.Instance, context, MessageTypeCache<TValue>.MessageTypeNames)
    where TValue : class
{
    TValue? message;

    public override bool IsSupportedMessageType<T>() => IsSupportedMessageType(typeof(T));

    public override bool IsSupportedMessageType(Type messageType) => messageType.IsAssignableFrom(typeof(TValue));

    public override bool TryGetMessage<T>([NotNullWhen(true)] out T? found)
        where T : class
    {
        found = IsSupportedMessageType(typeof(T)) ? Read() as T : null;
        return found is not null;
    }

    public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? found)
    {
        found = IsSupportedMessageType(messageType) ? Read() : null;
        return found is not null;
    }

    public override IMessageSerializer GetMessageSerializer() =>
        throw new NotImplementedByDesignException("A record is produced anew by a topic producer, not copied as it is");

    public override IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T copied)
    {
        var serializer = new SystemTextJsonBodyMessageSerializer(
            envelope, SystemTextJsonMessageSerializer.JsonContentType, SystemTextJsonMessageSerializer.Options);
        serializer.Overlay(copied);
        return serializer;
    }

    public override IMessageSerializer GetMessageSerializer(object copied, string[] messageTypes) =>
        new SystemTextJsonBodyMessageSerializer(
            new JsonMessageEnvelope(this, copied, messageTypes),
            SystemTextJsonMessageSerializer.JsonContentType,
            SystemTextJsonMessageSerializer.Options);

    public override Dictionary<string, object> ToDictionary<T>(T? values)
        where T : class => ConvertObject.ToDictionary(values);

    TValue Read()
    {
        if (message is not null) return message;
        try
        {
            message = deserializer.Deserialize(record.Value, isNull: false, record.Context(MessageComponentType.Value));
        }
        catch (Exception exception)
        {
            throw Malformed(exception.Message, exception);
        }

        return message ?? throw Malformed("it is null", null);
    }

    SerializationException Malformed(string why, Exception? cause) =>
        new($"{record.Topic}[{record.Partition}]@{record.Offset} is no {typeof(TValue).Name}: {why}", cause);
}
