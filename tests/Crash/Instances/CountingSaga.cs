using MassTransit;
using Streams;

namespace Crash.Instances;

/// <summary>
/// Counts the numbers of each key, and produces the number that its count says: what a message changed and was lost, or counted twice, is
/// a number that is missing or repeated.
/// </summary>
public sealed class CountingSaga : MassTransitStateMachine<CountingState>
{
    /// <summary>Numbers of so many keys take turns in each partition of the load.</summary>
    const int Keys = 16;

    /// <summary>Makes the machine.</summary>
    public CountingSaga()
    {
        InstanceState(counting => counting.CurrentState);
        Event(() => Came, counting => counting.CorrelateById(context => Id(context.Message)));
        Initially(When(Came).Produce(context => Next(context)).TransitionTo(Counting));
        During(Counting, When(Came).Produce(context => Next(context)));
    }

    /// <summary>At least one number came.</summary>
    public MassTransit.State Counting { get; private set; } = null!;

    /// <summary>A number came.</summary>
    public Event<CopiedNumber> Came { get; private set; } = null!;

    internal static void Add(IRiderRegistrationConfigurator rider, InstanceSettings settings)
    {
        rider.AddSagaStateMachine<CountingSaga, CountingState>().FasterRepository(r =>
        {
            r.Folder = settings.Folder;
            r.CheckpointInterval = TimeSpan.FromSeconds(2);
        });
        rider.AddProducer<string, CopiedNumber>(
            settings.Target, copy => $"{copy.Message.Partition}-{copy.Message.Number % Keys}");
    }

    static Guid Id(CopiedNumber number) => new(number.Partition, (short)(number.Number % Keys), 0, new byte[8]);

    static Task<SendTuple<CopiedNumber>> Next(BehaviorContext<CountingState, CopiedNumber> context) =>
        Task.FromResult(new SendTuple<CopiedNumber>(new CopiedNumber
        {
            Partition = context.Message.Partition,
            Number = (context.Saga.Count++ * Keys) + (context.Message.Number % Keys),
        }));
}

/// <summary>How many numbers of a key came.</summary>
public sealed class CountingState : SagaStateMachineInstance
{
    /// <inheritdoc/>
    public Guid CorrelationId { get; set; }

    /// <summary>Of the machine.</summary>
    public string CurrentState { get; set; } = "";

    /// <summary>Numbers so far.</summary>
    public int Count { get; set; }
}
