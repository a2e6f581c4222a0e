using MassTransit;

namespace KafkaRider;

/// <summary>A message's ids and addresses, from its headers.</summary>
internal sealed class TopicMessageContext<TKey>(TopicRecord<TKey> record, ReceiveContext receiveContext) : MessageContext
{
    public Guid? MessageId => Headers.Get<Guid>(nameof(MessageId));

    public Guid? RequestId => null;

    public Guid? CorrelationId => Headers.Get<Guid>(nameof(CorrelationId));

    public Guid? ConversationId => Headers.Get<Guid>(nameof(ConversationId));

    public Guid? InitiatorId => Headers.Get<Guid>(nameof(InitiatorId));

    public DateTime? ExpirationTime => null;

    public Uri? SourceAddress =>
        Uri.TryCreate(Headers.Get<string>(nameof(SourceAddress), null), UriKind.Absolute, out var address) ? address : null;

    public Uri? DestinationAddress => new KafkaTopicAddress(
        new Uri(receiveContext.InputAddress, "/"), record.Topic);

    public Uri? ResponseAddress => null;

    public Uri? FaultAddress => null;

    public DateTime? SentTime => record.CheckpointUtcDateTime;

    public Headers Headers => receiveContext.TransportHeaders;

    public HostInfo Host => null!;
}
