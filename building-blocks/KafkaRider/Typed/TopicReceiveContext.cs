using Confluent.Kafka;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>One record in MassTransit's receive pipe; keeps what became of it.</summary>
internal sealed class TopicReceiveContext<TKey, TValue> : BaseReceiveContext, ReceiveLockContext
    where TValue : class
{
    readonly TopicRecord<TKey> record;
    readonly IHeadersDeserializer headersDeserializer;
    IHeaderProvider? headers;

    internal TopicReceiveContext(
        TopicRecord<TKey> record,
        ReceiveEndpointContext endpoint,
        IDeserializer<TValue> deserializer,
        IHeadersDeserializer headersDeserializer)
        : base(redelivered: false, endpoint, record)
    {
        this.record = record;
        this.headersDeserializer = headersDeserializer;
        Body = new BytesMessageBody(record.Value);
        var serializer = new TopicSerializerContext<TKey, TValue>(record, deserializer, new TopicMessageContext<TKey>(record, this));
        ConsumeContext consumeContext = new TopicConsumeContext(this, serializer);
        AddOrUpdatePayload(() => consumeContext, _ => consumeContext);
    }

    public override MessageBody Body { get; }

    /// <summary>Why the message failed; null when it did not.</summary>
    internal Exception? Failure { get; private set; }

    protected override IHeaderProvider HeaderProvider => headers ??= headersDeserializer.Deserialize(record.Headers);

    public Task Complete() => Task.CompletedTask;

    public Task Faulted(Exception exception)
    {
        Failure = exception;
        return Task.CompletedTask;
    }

    public Task ValidateLockStatus() => Task.CompletedTask;
}
