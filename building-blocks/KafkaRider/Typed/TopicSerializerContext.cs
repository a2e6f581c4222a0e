using System.Diagnostics.CodeAnalysis;
using System.Runtime.Serialization;
using Confluent.Kafka;
using MassTransit;
using MassTransit.Serialization;
using MassTransit.Util;

namespace KafkaRider;

/// <summary>Reads the message from the record when the pipe asks for it, once; its ids and addresses from the headers, each time.</summary>
internal sealed class TopicSerializerContext<TKey, TValue>(
    TopicRecord<TKey> record, IDeserializer<TValue> deserializer, ReceiveContext receiveContext) : SerializerContext
    where TValue : class
{
    TValue? message;

    public Guid? MessageId => Id(nameof(MessageId));

    public Guid? RequestId => null;

    public Guid? CorrelationId => Id(nameof(CorrelationId));

    public Guid? ConversationId => Id(nameof(ConversationId));

    public Guid? InitiatorId => Id(nameof(InitiatorId));

    public DateTime? ExpirationTime => null;

    public Uri? SourceAddress =>
        Uri.TryCreate(Headers.Get<string>(nameof(SourceAddress), null), UriKind.Absolute, out var address) ? address : null;

    public Uri? DestinationAddress => new KafkaTopicAddress(new Uri(receiveContext.InputAddress, "/"), record.Topic);

    public Uri? ResponseAddress => null;

    public Uri? FaultAddress => null;

    public DateTime? SentTime => record.CheckpointUtcDateTime;

    public MassTransit.Headers Headers => receiveContext.TransportHeaders;

    public HostInfo Host => null!;

    public string[] SupportedMessageTypes => MessageTypeCache<TValue>.MessageTypeNames;

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : class => SystemTextJsonMessageSerializer.Instance.DeserializeObject(value, defaultValue);

    public T? DeserializeObject<T>(object? value, T? defaultValue = null)
        where T : struct => SystemTextJsonMessageSerializer.Instance.DeserializeObject(value, defaultValue);

    public MessageBody SerializeObject(object? value) => SystemTextJsonMessageSerializer.Instance.SerializeObject(value);

    public bool IsSupportedMessageType<T>()
        where T : class => IsSupportedMessageType(typeof(T));

    public bool IsSupportedMessageType(Type messageType) => messageType.IsAssignableFrom(typeof(TValue));

    public bool TryGetMessage<T>([NotNullWhen(true)] out T? found)
        where T : class
    {
        found = MayBe(typeof(T)) ? Read() as T : null;
        return found is not null;
    }

    public bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? found)
    {
        found = MayBe(messageType) && messageType.IsInstanceOfType(Read()) ? Read() : null;
        return found is not null;
    }

    public IMessageSerializer GetMessageSerializer() =>
        throw new NotImplementedByDesignException("A record is produced anew by a topic producer, not copied as it is");

    public IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T copied)
        where T : class
    {
        var serializer = new SystemTextJsonBodyMessageSerializer(
            envelope, SystemTextJsonMessageSerializer.JsonContentType, SystemTextJsonMessageSerializer.Options);
        serializer.Overlay(copied);
        return serializer;
    }

    public IMessageSerializer GetMessageSerializer(object copied, string[] messageTypes) =>
        new SystemTextJsonBodyMessageSerializer(
            new JsonMessageEnvelope(this, copied, messageTypes),
            SystemTextJsonMessageSerializer.JsonContentType,
            SystemTextJsonMessageSerializer.Options);

    public Dictionary<string, object> ToDictionary<T>(T? values)
        where T : class => ConvertObject.ToDictionary(values);

    /// <summary>A topic of several types is read as what they have in common; which one a message is, its deserializer finds
    /// out.</summary>
    bool MayBe(Type messageType) => IsSupportedMessageType(messageType) || typeof(TValue).IsAssignableFrom(messageType);

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

    Guid? Id(string name) => Headers.Get<Guid>(name);

    SerializationException Malformed(string why, Exception? cause) =>
        new($"{record.Topic}[{record.Partition}]@{record.Offset} is no {typeof(TValue).Name}: {why}", cause);
}
