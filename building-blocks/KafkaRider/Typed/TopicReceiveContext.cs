using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Mime;
using Confluent.Kafka;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Middleware;
using MassTransit.Transports;
using MassTransit.Util;

namespace KafkaRider;

/// <summary>
/// One record in MassTransit's receive pipe; keeps what became of it. Written out, not derived from MassTransit's own receive context,
/// which makes a cancellation source, a timer and half a dozen lazy objects for each message.
/// </summary>
internal sealed class TopicReceiveContext<TKey, TValue> : ScopePipeContext, ReceiveContext, ReceiveLockContext
    where TValue : class
{
    static readonly MassTransit.Headers NoHeaders =
        new JsonTransportHeaders(new DictionaryHeaderProvider(new Dictionary<string, object>()));

    readonly TopicRecord<TKey> record;
    readonly ReceiveEndpointContext endpoint;
    readonly IHeadersDeserializer headersDeserializer;
    readonly ConsumeContext consumeContext;
    readonly long started = Stopwatch.GetTimestamp();
    MassTransit.Headers? headers;
    PendingTaskCollection? tasks;

    internal TopicReceiveContext(
        TopicRecord<TKey> record,
        ReceiveEndpointContext endpoint,
        IDeserializer<TValue> deserializer,
        IHeadersDeserializer headersDeserializer,
        CancellationToken cancellationToken)
        : base(endpoint)
    {
        this.record = record;
        this.endpoint = endpoint;
        this.headersDeserializer = headersDeserializer;
        CancellationToken = cancellationToken;
        var message = new TopicSerializerContext<TKey, TValue>(record, deserializer, this);
        consumeContext = new TopicConsumeContext(this, record.IsTombstone ? new TombstoneSerializerContext<TValue>(message) : message);
    }

    /// <summary>Cancelled when the partition must be given up.</summary>
    public override CancellationToken CancellationToken { get; }

    public MessageBody Body => new BytesMessageBody(record.Value);

    public TimeSpan ElapsedTime => Stopwatch.GetElapsedTime(started);

    public Uri InputAddress => endpoint.InputAddress;

    /// <summary>Null without one that can be read: a topic has one type, whatever its records say.</summary>
    public ContentType ContentType => TransportHeaders.TryGetHeader(MessageHeaders.ContentType, out var text)
        && System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(text as string, out _) ? new ContentType((string)text) : null!;

    public bool Redelivered => false;

    public bool PublishFaults => endpoint.PublishFaults;

    public bool IsDelivered { get; private set; }

    public bool IsFaulted { get; private set; }

    public ISendEndpointProvider SendEndpointProvider => endpoint.SendEndpointProvider;

    public IPublishEndpointProvider PublishEndpointProvider => endpoint.PublishEndpointProvider;

    public MassTransit.Headers TransportHeaders => headers ??= ReadHeaders();

    public Task ReceiveCompleted => tasks?.Completed(CancellationToken) ?? Task.CompletedTask;

    /// <summary>Why the message failed; null when it did not.</summary>
    internal Exception? Failure { get; private set; }

    public void AddReceiveTask(Task task) => LazyInitializer.EnsureInitialized(ref tasks, () => new PendingTaskCollection(1)).Add(task);

    public Task NotifyConsumed<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class
    {
        IsDelivered = true;
        if (LogContext.Debug is not null) context.LogConsumed(duration, consumerType);
        return endpoint.ReceiveObservers is Connectable<IReceiveObserver> { Count: 0 }
            ? Task.CompletedTask
            : endpoint.ReceiveObservers.PostConsume(context, duration, consumerType);
    }

    public Task NotifyFaulted<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class
    {
        IsFaulted = true;
        if (exception is OperationCanceledException cancelled && cancelled.CancellationToken == context.CancellationToken)
            context.LogCanceled(duration, consumerType);
        else context.LogFaulted(duration, consumerType, exception);
        GetOrAddPayload<ConsumerFaultContext>(() => new ConsumerFault(TypeCache<T>.ShortName, consumerType));
        return endpoint.ReceiveObservers.ConsumeFault(context, duration, consumerType, exception);
    }

    public Task NotifyFaulted(Exception exception)
    {
        IsFaulted = true;
        this.LogFaulted(exception);
        return endpoint.ReceiveObservers.ReceiveFault(this, exception);
    }

    public Task Complete() => Task.CompletedTask;

    public Task Faulted(Exception exception)
    {
        Failure = exception;
        return Task.CompletedTask;
    }

    public Task ValidateLockStatus() => Task.CompletedTask;

    public override bool HasPayloadType(Type payloadType) =>
        payloadType.IsInstanceOfType(record) || payloadType.IsInstanceOfType(consumeContext) || base.HasPayloadType(payloadType);

    public override bool TryGetPayload<T>([NotNullWhen(true)] out T? payload)
        where T : class
    {
        payload = record as T ?? consumeContext as T;
        return payload is not null || base.TryGetPayload(out payload);
    }

    public override T GetOrAddPayload<T>(PayloadFactory<T> payloadFactory) =>
        record as T ?? consumeContext as T ?? base.GetOrAddPayload(payloadFactory);

    public override T AddOrUpdatePayload<T>(PayloadFactory<T> addFactory, UpdatePayloadFactory<T> updateFactory) =>
        record as T ?? consumeContext as T ?? base.AddOrUpdatePayload(addFactory, updateFactory);

    MassTransit.Headers ReadHeaders()
    {
        if (headersDeserializer != DictionaryHeadersSerialize.Deserializer)
            return new JsonTransportHeaders(headersDeserializer.Deserialize(record.Headers));
        return record.HeaderBlock is { } block ? new JsonTransportHeaders(block) : NoHeaders;
    }

    sealed record ConsumerFault(string MessageType, string ConsumerType) : ConsumerFaultContext;
}
