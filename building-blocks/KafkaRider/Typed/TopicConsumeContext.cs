using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Context;
using MassTransit.Util;

namespace KafkaRider;

/// <summary>A message in the hands of its consumers. What they publish and send goes to the bus.</summary>
internal sealed class TopicConsumeContext(ReceiveContext receiveContext, SerializerContext serializerContext)
    : BaseConsumeContext(receiveContext, serializerContext)
{
    readonly Lock gate = new();

    /// <summary>The message as each type that was asked for: nearly always one.</summary>
    List<ConsumeContext>? messages;

    PendingTaskCollection? tasks;

    public override Task ConsumeCompleted => tasks?.Completed(CancellationToken) ?? Task.CompletedTask;

    public override Guid? MessageId => SerializerContext.MessageId;

    public override Guid? RequestId => SerializerContext.RequestId;

    public override Guid? CorrelationId => SerializerContext.CorrelationId;

    public override Guid? ConversationId => SerializerContext.ConversationId;

    public override Guid? InitiatorId => SerializerContext.InitiatorId;

    public override DateTime? ExpirationTime => SerializerContext.ExpirationTime;

    public override Uri SourceAddress => SerializerContext.SourceAddress!;

    public override Uri DestinationAddress => SerializerContext.DestinationAddress!;

    public override Uri ResponseAddress => SerializerContext.ResponseAddress!;

    public override Uri FaultAddress => SerializerContext.FaultAddress!;

    public override DateTime? SentTime => SerializerContext.SentTime;

    public override Headers Headers => SerializerContext.Headers;

    public override HostInfo Host => SerializerContext.Host;

    public override IEnumerable<string> SupportedMessageTypes => SerializerContext.SupportedMessageTypes;

    public override bool HasMessageType(Type messageType) => SerializerContext.IsSupportedMessageType(messageType);

    public override bool TryGetMessage<T>([NotNullWhen(true)] out ConsumeContext<T>? consumeContext)
    {
        lock (gate)
        {
            consumeContext = Find<T>();
            if (consumeContext is not null) return true;
            if (!SerializerContext.TryGetMessage<T>(out var message)) return false;
            consumeContext = new MessageConsumeContext<T>(this, message!);
            (messages ??= new List<ConsumeContext>(1)).Add(consumeContext);
            return true;
        }
    }

    public override void AddConsumeTask(Task task) =>
        LazyInitializer.EnsureInitialized(ref tasks, () => new PendingTaskCollection(1)).Add(task);

    public override bool HasPayloadType(Type payloadType) =>
        payloadType.IsInstanceOfType(this) || ReceiveContext.HasPayloadType(payloadType);

    public override bool TryGetPayload<T>([NotNullWhen(true)] out T? payload)
        where T : class
    {
        payload = this as T;
        return payload is not null || ReceiveContext.TryGetPayload(out payload);
    }

    public override T GetOrAddPayload<T>(PayloadFactory<T> payloadFactory) => this as T ?? ReceiveContext.GetOrAddPayload(payloadFactory);

    public override T AddOrUpdatePayload<T>(PayloadFactory<T> addFactory, UpdatePayloadFactory<T> updateFactory) =>
        this as T ?? ReceiveContext.AddOrUpdatePayload(addFactory, updateFactory);

    /// <summary>No faults are published: the endpoint's own rule decides what becomes of the record.</summary>
    protected override Task GenerateFault<T>(ConsumeContext<T> context, Exception exception) => Task.CompletedTask;

    /// <summary>Of exactly this type: a context of a message is one of its interfaces too.</summary>
    MessageConsumeContext<T>? Find<T>()
        where T : class
    {
        foreach (var found in messages ?? [])
            if (found is MessageConsumeContext<T> context) return context;
        return null;
    }
}
