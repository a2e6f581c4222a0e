using MassTransit;
using MassTransit.Saga;

namespace Streams;

/// <summary>Gives each message of a saga the repository as it is for that message.</summary>
sealed class FasterSagaRepositoryContextFactory<TSaga>(
    FasterSagas<TSaga> sagas, ISagaConsumeContextFactory<FasterSagas<TSaga>, TSaga> factory) : ISagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public void Probe(ProbeContext context) => context.Add("persistence", "faster");

    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class =>
        next.Send(new FasterSagaRepositoryContext<TSaga, T>(context, sagas.Open(context), factory, sagas));

    /// <summary>Refused: a query would see the instances of one partition only.</summary>
    public Task SendQuery<T>(ConsumeContext<T> context, ISagaQuery<TSaga> query, IPipe<SagaRepositoryQueryContext<TSaga, T>> next)
        where T : class => throw new NotSupportedException(
            $"{typeof(T).Name} finds its {typeof(TSaga).Name} by a query, and FasterRepository finds instances by their correlation id "
            + "only: CorrelateById(context => …)");
}
