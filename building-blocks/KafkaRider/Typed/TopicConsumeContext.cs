using MassTransit;
using MassTransit.Serialization;

namespace KafkaRider;

/// <summary>A message in the hands of its consumers. What they publish and send goes to the bus.</summary>
internal sealed class TopicConsumeContext(ReceiveContext receiveContext, SerializerContext serializerContext)
    : BodyConsumeContext(receiveContext, serializerContext)
{
    /// <summary>No faults are published: the endpoint's own rule decides what becomes of the record.</summary>
    protected override Task GenerateFault<T>(ConsumeContext<T> context, Exception exception) => Task.CompletedTask;
}
