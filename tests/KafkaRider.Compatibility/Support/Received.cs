using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility.Support;

/// <summary>The first message of a type that a test's consumer got.</summary>
public sealed class Received<T>
    where T : class
{
    readonly TaskCompletionSource<ConsumeContext<T>> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ConsumeContext<T>> First => first.Task.WaitAsync(Received.Limit);

    public void Add(ConsumeContext<T> context) => first.TrySetResult(context);
}

/// <summary>Adds <see cref="Received{T}"/> to containers.</summary>
public static class Received
{
    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static IServiceCollection AddReceived<T>(this IServiceCollection services)
        where T : class => services.AddSingleton<Received<T>>();

    public static Task<ConsumeContext<T>> First<T>(this IServiceProvider provider)
        where T : class => provider.GetRequiredService<Received<T>>().First;

    public static async Task<ITestHarness> StartHarness(this IServiceProvider provider)
    {
        var harness = provider.GetTestHarness();
        await harness.Start();
        await Until(() => IsRiderStarted(provider), "a rider that has started");
        return harness;
    }

    public static async Task Until(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit) throw new TimeoutException($"Not within {Limit}: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>On a busy machine the harness goes on before its bus has started its riders.</summary>
    static bool IsRiderStarted(IServiceProvider provider)
    {
        try
        {
            provider.GetService<IKafkaRider>();
            return true;
        }
        catch (ConfigurationException)
        {
            return false;
        }
    }
}

/// <summary>Consumes one type of message and remembers the first.</summary>
public sealed class TestConsumer<T>(Received<T> received) : IConsumer<T>
    where T : class
{
    public Task Consume(ConsumeContext<T> context)
    {
        received.Add(context);
        return Task.CompletedTask;
    }
}
