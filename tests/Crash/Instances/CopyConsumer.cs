using MassTransit;

namespace Crash.Instances;

/// <summary>A number of the source, and its copy.</summary>
public sealed class CopiedNumber
{
    public int Partition { get; set; }

    public int Number { get; set; }
}

/// <summary>Copies each message by a topic producer, in the way of any user of MassTransit.</summary>
sealed class CopyConsumer(ITopicProducer<string, CopiedNumber> producer) : IConsumer<CopiedNumber>
{
    public Task Consume(ConsumeContext<CopiedNumber> context) =>
        producer.Produce(context.GetKey<string>()!, context.Message, context.CancellationToken);
}
