using MassTransit;
using MassTransit.SagaStateMachine;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider;

/// <summary>Produces what a state machine's step makes, by the producer that is registered for the message.</summary>
internal static class SagaOutput
{
    /// <exception cref="ConfigurationException">No producer is registered for the message.</exception>
    internal static Task Produce<TContext, TMessage>(this ContextMessageFactory<TContext, TMessage> messages, TContext context)
        where TContext : class, ConsumeContext
        where TMessage : class => messages.Use(context, (_, message) =>
        Producer<TMessage>(context).Produce(message.Message, message.Pipe, context.CancellationToken));

    static ITopicProducer<TMessage> Producer<TMessage>(ConsumeContext context)
        where TMessage : class =>
        context.GetPayload<IServiceProvider>().GetService<ITopicProducer<TMessage>>() ?? throw new ConfigurationException(
            $"No producer of {typeof(TMessage).Name} is registered: call AddProducer<{typeof(TMessage).Name}>(topic) on the rider.");
}

/// <summary>Produces for every event of a saga.</summary>
internal sealed class ProduceActivity<TSaga, TMessage>(ContextMessageFactory<BehaviorContext<TSaga>, TMessage> messages)
    : IStateMachineActivity<TSaga>
    where TSaga : class, SagaStateMachineInstance
    where TMessage : class
{
    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public void Probe(ProbeContext context) => context.CreateScope("produce");

    public async Task Execute(BehaviorContext<TSaga> context, IBehavior<TSaga> next)
    {
        await messages.Produce(context);
        await next.Execute(context);
    }

    public async Task Execute<T>(BehaviorContext<TSaga, T> context, IBehavior<TSaga, T> next)
        where T : class
    {
        await messages.Produce(context);
        await next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<TSaga, TException> context, IBehavior<TSaga> next)
        where TException : Exception => next.Faulted(context);

    public Task Faulted<T, TException>(BehaviorExceptionContext<TSaga, T, TException> context, IBehavior<TSaga, T> next)
        where T : class
        where TException : Exception => next.Faulted(context);
}

/// <summary>Produces for one event of a saga.</summary>
internal sealed class ProduceActivity<TSaga, TData, TMessage>(ContextMessageFactory<BehaviorContext<TSaga, TData>, TMessage> messages)
    : IStateMachineActivity<TSaga, TData>
    where TSaga : class, SagaStateMachineInstance
    where TData : class
    where TMessage : class
{
    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    public void Probe(ProbeContext context) => context.CreateScope("produce");

    public async Task Execute(BehaviorContext<TSaga, TData> context, IBehavior<TSaga, TData> next)
    {
        await messages.Produce(context);
        await next.Execute(context);
    }

    public Task Faulted<TException>(BehaviorExceptionContext<TSaga, TData, TException> context, IBehavior<TSaga, TData> next)
        where TException : Exception => next.Faulted(context);
}
