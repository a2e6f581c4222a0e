using System.Collections.Frozen;
using System.Text;
using MassTransit.Transports;

namespace MassTransit.KafkaIntegration.Serializers;

/// <summary>Headers as UTF-8 text; values of other types as JSON. Of a name that repeats the first value counts.</summary>
public static class DictionaryHeadersSerialize
{
    /// <summary>Writes headers.</summary>
    public static IHeadersSerializer Serializer { get; } = new Writer();

    /// <summary>Reads headers.</summary>
    public static IHeadersDeserializer Deserializer { get; } = new Reader();

    sealed class Writer : IHeadersSerializer
    {
        const int GuidLength = 36;

        static readonly FrozenSet<string> Own = FrozenSet.Create(
            nameof(MessageContext.MessageId),
            nameof(MessageContext.CorrelationId),
            nameof(MessageContext.ConversationId),
            nameof(MessageContext.InitiatorId),
            nameof(MessageContext.DestinationAddress),
            nameof(MessageContext.SourceAddress),
            MessageHeaders.ContentType);

        public Confluent.Kafka.Headers Serialize(SendContext context)
        {
            var headers = new Confluent.Kafka.Headers();

            // A message that continues another has that one's headers too: those with a meaning of their own are written once.
            foreach (var (name, value) in context.Headers.GetAll())
                if (value is not null && !Own.Contains(name)) headers.Add(name, KafkaHeaderValueConverter.Bytes(value));
            Add(headers, nameof(MessageContext.MessageId), context.MessageId);
            Add(headers, nameof(MessageContext.CorrelationId), context.CorrelationId);
            Add(headers, nameof(MessageContext.ConversationId), context.ConversationId);
            Add(headers, nameof(MessageContext.InitiatorId), context.InitiatorId);
            Add(headers, nameof(MessageContext.DestinationAddress), context.DestinationAddress?.ToString());
            Add(headers, nameof(MessageContext.SourceAddress), context.SourceAddress?.ToString());
            Add(headers, MessageHeaders.ContentType, context.ContentType?.ToString());
            return headers;
        }

        static void Add(Confluent.Kafka.Headers headers, string name, Guid? id)
        {
            if (id is not { } known) return;
            var text = new byte[GuidLength];
            known.TryFormat(text, out _);
            headers.Add(name, text);
        }

        static void Add(Confluent.Kafka.Headers headers, string name, string? text)
        {
            if (text is not null) headers.Add(name, Encoding.UTF8.GetBytes(text));
        }
    }

    sealed class Reader : IHeadersDeserializer
    {
        public IHeaderProvider Deserialize(Confluent.Kafka.Headers headers)
        {
            // A header without a value is there all the same.
            var found = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
            foreach (var header in headers ?? [])
                found.TryAdd(header.Key, header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : null!);
            return new DictionaryHeaderProvider(found);
        }
    }
}
