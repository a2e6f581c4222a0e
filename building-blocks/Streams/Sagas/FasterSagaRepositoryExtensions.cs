using KafkaRider;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;

namespace Streams;

/// <summary>
/// Keeps the instances of a saga on FASTER, in the transactions of an exactly-once topic endpoint of the Kafka rider.
/// <code>
/// rider.AddSagaStateMachine&lt;OrderStateMachine, OrderState&gt;().FasterRepository(r => r.Folder = "state");
/// rider.UsingKafka((context, k) => k.TopicEndpoint&lt;string, OrderEvent&gt;("orders", "shop", e =>
/// {
///     e.ExactlyOnce();
///     e.ConfigureSaga&lt;OrderState&gt;(context);
/// }));
/// </code>
/// <para><b>What it promises.</b> What a message changes in an instance, what the saga produces (<c>.Produce</c>), dead letters and the
/// position are one Kafka transaction: after a crash, a rebalance or an exception none of it is lost, and none of it is there twice for
/// readers of committed records. Changes are records of the compacted topic <c>&lt;group&gt;-&lt;store&gt;-changelog</c>, which is made
/// when it is missing, and go into the store after the commit; a restart goes on from the newest checkpoint and reads the rest of the
/// changelog. What a saga publishes or sends to the bus is not in the transaction and may happen twice. On a broker without transactions
/// (the embedded one) it is all at-least-once.</para>
/// <para><b>What it demands.</b> An instance lives in the partition whose message made it. So all messages of an instance have the same
/// key, one that follows from the correlation id, and are in one topic: several types there are one type of the endpoint with derived ones
/// (<c>JsonDerivedType</c>), each an event of the state machine. A message without a key, or one whose key is not that of the instance it
/// finds, fails for good with <see cref="MisplacedMessageException"/>; one that a wrong key has put into another partition cannot be told
/// from one whose instance is missing. Partitions cannot be added to the topic later, as keys would go elsewhere.</para>
/// <para><b>How it works.</b> Messages of a key run one after another, so an instance takes one at a time; partitions, and keys up to
/// <c>ConcurrentMessageLimit</c>, run side by side. <see cref="ISagaVersion"/> is counted up by each change; two changes never meet.
/// Completed instances (<c>SetCompletedWhenFinalized</c>) are removed: a tombstone in the changelog. Instances are found by their
/// correlation id only: correlations by query are refused at start, as a query would see one partition; so are timers (<c>Schedule</c>) and
/// requests (<c>Request</c>). <see cref="ILoadSagaRepository{TSaga}"/> gives the committed instance, when its partition is with this
/// process.</para>
/// </summary>
public static class FasterSagaRepositoryExtensions
{
    /// <summary>Keeps the saga's instances on FASTER. Mistakes are reported all at once when the rider starts.</summary>
    /// <param name="configurator">The saga. It is left out of <c>ConfigureEndpoints</c>: the bus has no exactly-once endpoints.</param>
    /// <param name="configure">At least the folder.</param>
    public static ISagaRegistrationConfigurator<T> FasterRepository<T>(
        this ISagaRegistrationConfigurator<T> configurator, Action<FasterSagaOptions> configure)
        where T : class, ISaga
    {
        var options = new FasterSagaOptions();
        configure(options);
        configurator.ExcludeFromConfigureEndpoints();
        return configurator.Repository(services =>
        {
            services.AddSingleton(provider => new FasterSagas<T>(options, provider));
            services.AddSingleton<ILoadSagaRepository<T>>(provider => provider.GetRequiredService<FasterSagas<T>>());
            services.AddSingleton<ISagaKeeper>(provider => provider.GetRequiredService<FasterSagas<T>>());
            services.RegisterSagaRepository<
                T, FasterSagas<T>, SagaConsumeContextFactory<FasterSagas<T>, T>, FasterSagaRepositoryContextFactory<T>>();
        });
    }
}
