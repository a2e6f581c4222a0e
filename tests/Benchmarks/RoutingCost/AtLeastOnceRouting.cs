using System.Collections.Concurrent;
using KafkaRider;
using Microsoft.Extensions.DependencyInjection;
using Routing;

namespace Benchmarks.RoutingCost;

/// <summary>
/// The routing service with the promise of delivery that it does not ship: batches of several partitions run at once, each with a processor
/// of its own, since routing's own expects one loop.
/// </summary>
sealed class AtLeastOnceRouting(IServiceProvider services) : IRecordProcessor
{
    /// <summary>Each batch waits for its acknowledgements: smaller ones make smaller requests, and wake threads more often.</summary>
    const int BatchRecords = 2_000;

    readonly ConcurrentBag<RoutingProcessor> free = [];

    /// <summary>Runs until the process is stopped.</summary>
    internal static async Task Run(string[] arguments)
    {
        await using var app = RoutingService.Build(arguments, (endpoint, services) =>
        {
            endpoint.Process(new AtLeastOnceRouting(services));
            endpoint.CheckpointInterval = PlainLoop.CommitInterval;
            endpoint.BatchSize = BatchRecords;
        });
        await app.RunAsync();
    }

    public async ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
    {
        var processor = free.TryTake(out var kept) ? kept : ActivatorUtilities.CreateInstance<RoutingProcessor>(services);
        try
        {
            await processor.Process(batch, output, cancellationToken);
        }
        finally
        {
            // There is no transaction whose offsets it would have to remember.
            processor.Aborted();
            free.Add(processor);
        }
    }
}
