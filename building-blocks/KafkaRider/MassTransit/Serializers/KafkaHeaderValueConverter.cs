using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using MassTransit.Serialization;
using MassTransit.Transports;

namespace MassTransit.KafkaIntegration.Serializers;

/// <summary>Header values as record headers: text as UTF-8, other values as JSON; nulls are left out.</summary>
/// <param name="allowTransportHeader">Which text may be written; default: all.</param>
public class KafkaHeaderValueConverter(AllowTransportHeader? allowTransportHeader = null) : IHeaderValueConverter<Header>
{
    /// <inheritdoc/>
    public bool TryConvert(HeaderValue headerValue, out HeaderValue<Header> result)
    {
        var isText = headerValue.IsStringValue(out var text);
        return TryConvert(headerValue.Key, isText ? text : null, headerValue.Value, out result);
    }

    /// <inheritdoc/>
    public bool TryConvert<T>(HeaderValue<T> headerValue, out HeaderValue<Header> result)
    {
        var isText = headerValue.IsStringValue(out var text);
        return TryConvert(headerValue.Key, isText ? text : null, headerValue.Value, out result);
    }

    internal static byte[] Bytes(object value) => value is string text
        ? Encoding.UTF8.GetBytes(text)
        : JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), SystemTextJsonMessageSerializer.Options);

    bool TryConvert(string name, HeaderValue<string>? text, object? value, out HeaderValue<Header> result)
    {
        var allowed = text is { } written && (allowTransportHeader?.Invoke(written) ?? true);
        var content = allowed ? text!.Value.Value : value;
        result = content is null ? default : new HeaderValue<Header>(name, new Header(name, Bytes(content)));
        return content is not null;
    }
}
