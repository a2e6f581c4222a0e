using MassTransit;
using MassTransit.Configuration;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Names a topic for MassTransit's logs and traces.</summary>
internal sealed class TopicSendTransportContext(IHostConfiguration host, ISerialization serialization, string topic)
    : BaseSendTransportContext(host, serialization)
{
    public override string EntityName => topic;

    public override string ActivitySystem => KafkaTopicAddress.PathPrefix;

    public override Task<SendContext<T>> CreateSendContext<T>(T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken) =>
        throw new NotImplementedByDesignException("Kafka is a producer, not an outbox compatible transport");
}
