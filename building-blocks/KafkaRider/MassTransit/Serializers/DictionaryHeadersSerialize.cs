using System.Text;
using System.Text.Json;
using MassTransit.Serialization;
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
        public Confluent.Kafka.Headers Serialize(SendContext context)
        {
            // A message that continues another has that one's headers too: those with a meaning of their own are written once.
            var headers = new Confluent.Kafka.Headers();
            KeyValuePair<string, object?>[] own =
            [
                new(nameof(MessageContext.MessageId), context.MessageId),
                new(nameof(MessageContext.CorrelationId), context.CorrelationId),
                new(nameof(MessageContext.ConversationId), context.ConversationId),
                new(nameof(MessageContext.InitiatorId), context.InitiatorId),
                new(nameof(MessageContext.DestinationAddress), context.DestinationAddress),
                new(nameof(MessageContext.SourceAddress), context.SourceAddress),
                new(MessageHeaders.ContentType, context.ContentType),
            ];
            foreach (var (name, value) in context.Headers.GetAll())
                if (value is not null && !Array.Exists(own, header => header.Key == name)) headers.Add(name, Bytes(value));
            foreach (var (name, value) in own)
                if (value is not null) headers.Add(name, Bytes(value.ToString()!));
            return headers;
        }

        static byte[] Bytes(object value) => value is string text
            ? Encoding.UTF8.GetBytes(text)
            : JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), SystemTextJsonMessageSerializer.Options);
    }

    sealed class Reader : IHeadersDeserializer
    {
        public IHeaderProvider Deserialize(Confluent.Kafka.Headers headers)
        {
            var found = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
            foreach (var header in headers ?? [])
                if (header.GetValueBytes() is { } bytes) found.TryAdd(header.Key, Encoding.UTF8.GetString(bytes));
            return new DictionaryHeaderProvider(found);
        }
    }
}
