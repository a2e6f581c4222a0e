using KafkaRider;
using MassTransit.SagaStateMachine;

namespace MassTransit;

/// <summary>
/// Produces from a state machine. The message goes to the <see cref="ITopicProducer{TValue}"/> that <c>AddProducer</c> registered for its
/// type; the step ends when the broker has acknowledged it.
/// </summary>
public static class ProduceExtensions
{
    /// <summary>Produces a message, after any event.</summary>
    public static EventActivityBinder<TSaga> Produce<TSaga, TMessage>(
        this EventActivityBinder<TSaga> source,
        TMessage message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TMessage>(MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces an awaited message, after any event.</summary>
    public static EventActivityBinder<TSaga> Produce<TSaga, TMessage>(
        this EventActivityBinder<TSaga> source,
        Task<TMessage> message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TMessage>(MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces what the factory makes, after any event.</summary>
    public static EventActivityBinder<TSaga> Produce<TSaga, TMessage>(
        this EventActivityBinder<TSaga> source,
        AsyncEventMessageFactory<TSaga, TMessage> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TMessage>(MessageFactory<TMessage>.Create(messageFactory, contextCallback)));

    /// <summary>Produces what an initializer makes, such as <c>x.Init&lt;T&gt;(values)</c>, after any event.</summary>
    public static EventActivityBinder<TSaga> Produce<TSaga, TMessage>(
        this EventActivityBinder<TSaga> source,
        Func<BehaviorContext<TSaga>, Task<SendTuple<TMessage>>> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TMessage>(MessageFactory<TMessage>.Create(messageFactory, contextCallback)));

    /// <summary>Produces a message, after an event.</summary>
    public static EventActivityBinder<TSaga, TData> Produce<TSaga, TData, TMessage>(
        this EventActivityBinder<TSaga, TData> source,
        TMessage message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TData, TMessage>(MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces an awaited message, after an event.</summary>
    public static EventActivityBinder<TSaga, TData> Produce<TSaga, TData, TMessage>(
        this EventActivityBinder<TSaga, TData> source,
        Task<TMessage> message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TData, TMessage>(MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces what the factory makes, after an event.</summary>
    public static EventActivityBinder<TSaga, TData> Produce<TSaga, TData, TMessage>(
        this EventActivityBinder<TSaga, TData> source,
        AsyncEventMessageFactory<TSaga, TData, TMessage> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TData, TMessage>(MessageFactory<TMessage>.Create(messageFactory, contextCallback)));

    /// <summary>Produces what an initializer makes, such as <c>x.Init&lt;T&gt;(values)</c>, after an event.</summary>
    public static EventActivityBinder<TSaga, TData> Produce<TSaga, TData, TMessage>(
        this EventActivityBinder<TSaga, TData> source,
        Func<BehaviorContext<TSaga, TData>, Task<SendTuple<TMessage>>> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TMessage : class =>
        source.Add(new ProduceActivity<TSaga, TData, TMessage>(MessageFactory<TMessage>.Create(messageFactory, contextCallback)));

    /// <summary>Produces a message, after a failure of any event.</summary>
    public static ExceptionActivityBinder<TSaga, TException> Produce<TSaga, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TException> source,
        TMessage message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TException, TMessage>(
            MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces an awaited message, after a failure of any event.</summary>
    public static ExceptionActivityBinder<TSaga, TException> Produce<TSaga, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TException> source,
        Task<TMessage> message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TException, TMessage>(
            MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces what the factory makes, after a failure of any event.</summary>
    public static ExceptionActivityBinder<TSaga, TException> Produce<TSaga, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TException> source,
        AsyncEventExceptionMessageFactory<TSaga, TException, TMessage> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TException, TMessage>(
            MessageFactory<TMessage>.Create(messageFactory, contextCallback)));

    /// <summary>Produces what an initializer makes, such as <c>x.Init&lt;T&gt;(values)</c>, after a failure of any event.</summary>
    public static ExceptionActivityBinder<TSaga, TException> Produce<TSaga, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TException> source,
        Func<BehaviorExceptionContext<TSaga, TException>, Task<SendTuple<TMessage>>> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TException, TMessage>(
            MessageFactory<TMessage>.Create(messageFactory, contextCallback)));

    /// <summary>Produces a message, after a failure of an event.</summary>
    public static ExceptionActivityBinder<TSaga, TData, TException> Produce<TSaga, TData, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TData, TException> source,
        TMessage message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TData, TException, TMessage>(
            MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces an awaited message, after a failure of an event.</summary>
    public static ExceptionActivityBinder<TSaga, TData, TException> Produce<TSaga, TData, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TData, TException> source,
        Task<TMessage> message,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TData, TException, TMessage>(
            MessageFactory<TMessage>.Create(message, contextCallback)));

    /// <summary>Produces what the factory makes, after a failure of an event.</summary>
    public static ExceptionActivityBinder<TSaga, TData, TException> Produce<TSaga, TData, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TData, TException> source,
        AsyncEventExceptionMessageFactory<TSaga, TData, TException, TMessage> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TData, TException, TMessage>(
            MessageFactory<TMessage>.Create(messageFactory, contextCallback)));

    /// <summary>Produces what an initializer makes, such as <c>x.Init&lt;T&gt;(values)</c>, after a failure of an event.</summary>
    public static ExceptionActivityBinder<TSaga, TData, TException> Produce<TSaga, TData, TException, TMessage>(
        this ExceptionActivityBinder<TSaga, TData, TException> source,
        Func<BehaviorExceptionContext<TSaga, TData, TException>, Task<SendTuple<TMessage>>> messageFactory,
        Action<SendContext<TMessage>>? contextCallback = null)
        where TSaga : class, SagaStateMachineInstance
        where TData : class
        where TException : Exception
        where TMessage : class =>
        source.Add(new FaultedProduceActivity<TSaga, TData, TException, TMessage>(
            MessageFactory<TMessage>.Create(messageFactory, contextCallback)));
}
