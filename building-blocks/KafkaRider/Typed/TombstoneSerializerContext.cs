using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;
using MassTransit.Util;

namespace KafkaRider;

/// <summary>The message of a record that has no value.</summary>
internal sealed class TombstoneSerializerContext<TValue>(MessageContext context)
    : BaseSerializerContext(SystemTextJsonMessageSerializer.Instance, context, MessageTypeCache<Tombstone<TValue>>.MessageTypeNames)
    where TValue : class
{
    static readonly Tombstone<TValue> Message = new();

    public override bool IsSupportedMessageType<T>() => IsSupportedMessageType(typeof(T));

    public override bool IsSupportedMessageType(Type messageType) => messageType.IsAssignableFrom(typeof(Tombstone<TValue>));

    public override bool TryGetMessage<T>([NotNullWhen(true)] out T? found)
        where T : class => (found = Message as T) is not null;

    public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? found) =>
        (found = IsSupportedMessageType(messageType) ? Message : null) is not null;

    public override IMessageSerializer GetMessageSerializer() =>
        throw new NotImplementedByDesignException("A tombstone is produced anew by a topic producer, not copied as it is");

    public override IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T copied) => GetMessageSerializer();

    public override IMessageSerializer GetMessageSerializer(object copied, string[] messageTypes) => GetMessageSerializer();

    public override Dictionary<string, object> ToDictionary<T>(T? values)
        where T : class => ConvertObject.ToDictionary(values);
}
