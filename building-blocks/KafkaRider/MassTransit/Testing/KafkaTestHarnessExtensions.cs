using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit;

/// <summary>Producers for tests, from the harness's own scope.</summary>
public static class KafkaTestHarnessExtensions
{
    /// <summary>The producer that <c>AddProducer</c> registered for the message.</summary>
    public static ITopicProducer<T> GetProducer<T>(this ITestHarness harness)
        where T : class => harness.Scope.ServiceProvider.GetRequiredService<ITopicProducer<T>>();

    /// <summary>The producer that <c>AddProducer</c> registered for the key and the message.</summary>
    public static ITopicProducer<TKey, T> GetProducer<TKey, T>(this ITestHarness harness)
        where T : class => harness.Scope.ServiceProvider.GetRequiredService<ITopicProducer<TKey, T>>();
}
