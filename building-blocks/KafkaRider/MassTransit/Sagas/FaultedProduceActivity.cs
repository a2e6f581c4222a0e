using MassTransit;
using MassTransit.SagaStateMachine;

namespace KafkaRider;

/// <summary>Produces when an earlier step of a saga failed with this exception; the fault goes on.</summary>
internal sealed class FaultedProduceActivity<TSaga, TException, TMessage>(
    ContextMessageFactory<BehaviorExceptionContext<TSaga, TException>, TMessage> messages)
    : IStateMachineActivity<TSaga>
    where TSaga : class, SagaStateMachineInstance
    where TException : Exception
    where TMessage : class
{
    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public void Probe(ProbeContext context) => context.CreateScope("produce-faulted");

    public Task Execute(BehaviorContext<TSaga> context, IBehavior<TSaga> next) => next.Execute(context);

    public Task Execute<T>(BehaviorContext<TSaga, T> context, IBehavior<TSaga, T> next)
        where T : class => next.Execute(context);

    public async Task Faulted<T>(BehaviorExceptionContext<TSaga, T> context, IBehavior<TSaga> next)
        where T : Exception
    {
        if (context is BehaviorExceptionContext<TSaga, TException> expected) await messages.Produce(expected);
        await next.Faulted(context);
    }

    public async Task Faulted<T, TOther>(BehaviorExceptionContext<TSaga, T, TOther> context, IBehavior<TSaga, T> next)
        where T : class
        where TOther : Exception
    {
        if (context is BehaviorExceptionContext<TSaga, TException> expected) await messages.Produce(expected);
        await next.Faulted(context);
    }
}

/// <summary>The same for one event.</summary>
internal sealed class FaultedProduceActivity<TSaga, TData, TException, TMessage>(
    ContextMessageFactory<BehaviorExceptionContext<TSaga, TData, TException>, TMessage> messages)
    : IStateMachineActivity<TSaga, TData>
    where TSaga : class, SagaStateMachineInstance
    where TData : class
    where TException : Exception
    where TMessage : class
{
    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public void Probe(ProbeContext context) => context.CreateScope("produce-faulted");

    public Task Execute(BehaviorContext<TSaga, TData> context, IBehavior<TSaga, TData> next) => next.Execute(context);

    public async Task Faulted<T>(BehaviorExceptionContext<TSaga, TData, T> context, IBehavior<TSaga, TData> next)
        where T : Exception
    {
        if (context is BehaviorExceptionContext<TSaga, TData, TException> expected) await messages.Produce(expected);
        await next.Faulted(context);
    }
}
