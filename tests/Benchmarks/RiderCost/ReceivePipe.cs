using System.Text.Json;
using MassTransit;
using MassTransit.Transports;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.RiderCost;

/// <summary>MassTransit alone: its receive pipe with its raw JSON and an empty consumer, without any transport.</summary>
static class ReceivePipe
{
    const int Different = 1_000;

    internal static async Task<Cost> Run(CaseContext context)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMassTransit(bus =>
        {
            bus.ConfigureUsageTelemetryOptions(options => options.Enabled = false);
            bus.AddConsumer<EmptyConsumer>();
            bus.UsingInMemory((_, memory) => memory.UseRawJsonDeserializer(isDefault: true));
        });
        await using var provider = services.BuildServiceProvider();
        var dispatchers = provider.GetRequiredService<IReceiveEndpointDispatcherFactory>();
        var dispatcher = dispatchers.CreateConsumerReceiver<EmptyConsumer>(context.Group);
        var bodies = Enumerable.Range(0, Different).Select(number => JsonSerializer.SerializeToUtf8Bytes(Order.Of(number), Order.Json))
            .ToArray();
        var headers = new Dictionary<string, object>();
        var window = new Window();
        for (var number = 0; !window.IsOver; number++)
        {
            await dispatcher.Dispatch(bodies[number % Different], headers, CancellationToken.None);
            window.Add(1);
        }

        if (EmptyConsumer.Consumed < Window.Measured) throw new InvalidOperationException("The consumer did not get the messages.");
        return await window.Cost;
    }
}

/// <summary>Does nothing but count.</summary>
sealed class EmptyConsumer(Window? window = null) : IConsumer<Order>
{
    static long consumed;

    internal static long Consumed => Interlocked.Read(ref consumed);

    public Task Consume(ConsumeContext<Order> context)
    {
        if (window is null) Interlocked.Increment(ref consumed);
        else window.Add(1);
        return Task.CompletedTask;
    }
}
