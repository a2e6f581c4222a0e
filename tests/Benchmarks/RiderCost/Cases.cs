namespace Benchmarks.RiderCost;

/// <summary>One thing to measure.</summary>
/// <param name="Name">Names it on the command line.</param>
/// <param name="Title">Names it in the table.</param>
/// <param name="Run">Runs until the window is over.</param>
sealed record Case(string Name, string Title, Func<CaseContext, Task<Cost>> Run)
{
    /// <summary>Confluent.Kafka's client needs a newer library than the packaged one.</summary>
    internal bool NeedsConfluent { get; init; }

    /// <summary>Every case, in the order of the table.</summary>
    internal static readonly Case[] All =
    [
        new("plain-consume", "consume: plain loop over Librdkafka", PlainLoops.Consume),
        new("confluent-consume", "consume: plain loop of Confluent.Kafka", ConfluentLoops.Consume) { NeedsConfluent = true },
        new("processor", "consume: record processor", RiderCases.Process),
        new("pipe", "MassTransit's receive pipe in memory, JSON, empty consumer", ReceivePipe.Run),
        new("consumer", "consume: typed consumer, JSON, empty", RiderCases.Consume),
        new("plain-forward", "consume, produce: plain loop, at-least-once", PlainLoops.ForwardAtLeastOnce),
        new("plain-forward-once", "consume, produce: plain loop, exactly-once", PlainLoops.ForwardExactlyOnce),
        new("forward", "consume, produce: record processor, at-least-once", RiderCases.ForwardAtLeastOnce),
        new("forward-once", "consume, produce: record processor, exactly-once", RiderCases.ForwardExactlyOnce),
        new("confluent-produce", "produce: Confluent.Kafka's ProduceAsync, JSON", ConfluentLoops.Produce) { NeedsConfluent = true },
        new("producer", "produce: typed producer, JSON", RiderCases.Produce),
    ];

    internal static Case Of(string name) => Array.Find(All, one => one.Name == name)
        ?? throw new ArgumentException($"There is no case '{name}': {string.Join(", ", All.Select(one => one.Name))}.");
}
