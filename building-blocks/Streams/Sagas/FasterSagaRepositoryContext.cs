using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

namespace Streams;

/// <summary>
/// The repository in the hands of one message. Nothing is stored here: what it does waits until the message is part of the transaction, and
/// is forgotten when the message fails.
/// </summary>
sealed class FasterSagaRepositoryContext<TSaga, TMessage>(
    ConsumeContext<TMessage> context, SagaSession<TSaga> session, ISagaConsumeContextFactory<FasterSagas<TSaga>, TSaga> factory,
    FasterSagas<TSaga> sagas)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    readonly ConsumeContext<TMessage> context = context;

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance) =>
        CreateSagaConsumeContext(context, instance, SagaConsumeContextMode.Add);

    /// <summary>Null when there is one already: then that one takes the message.</summary>
    public async Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance)
    {
        if (session.Load(instance.CorrelationId) is not null) return null!;
        session.Put(instance);
        return await CreateSagaConsumeContext(context, instance, SagaConsumeContextMode.Insert);
    }

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId) =>
        session.Load(correlationId) is { } instance
            ? await CreateSagaConsumeContext(context, instance, SagaConsumeContextMode.Load)
            : null!;

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        session.Put(context.Saga);
        return Task.CompletedTask;
    }

    public Task Update(SagaConsumeContext<TSaga> context)
    {
        if (context.Saga is ISagaVersion versioned) versioned.Version++;
        return Save(context);
    }

    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        session.Remove(context.Saga.CorrelationId);
        return Task.CompletedTask;
    }

    /// <summary>A new instance that failed, or is completed already: there is nothing of it to forget.</summary>
    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, TSaga instance, SagaConsumeContextMode mode)
        where T : class => factory.CreateSagaConsumeContext(sagas, consumeContext, instance, mode);
}
