using MassTransit;
using MassTransit.Configuration;

namespace KafkaRider;

/// <summary>
/// Gives each attempt of each consumer of an exactly-once endpoint an output of its own, innermost in its pipe, so that what failed
/// attempts produced is forgotten whatever retries them.
/// </summary>
internal sealed class EnlistConsumers(Func<bool> isWanted, ISet<Type> sagas)
    : IConsumerConfigurationObserver, ISagaConfigurationObserver, IHandlerConfigurationObserver
{
    /// <param name="endpoint">The endpoint, before its consumers are configured.</param>
    /// <param name="isWanted">Asked when the pipes are built, after everything was configured.</param>
    /// <param name="sagas">Takes the sagas that are configured.</param>
    internal static void At(IReceiveEndpointConfigurator endpoint, Func<bool> isWanted, ISet<Type> sagas)
    {
        var observer = new EnlistConsumers(isWanted, sagas);
        endpoint.ConnectConsumerConfigurationObserver(observer);
        endpoint.ConnectSagaConfigurationObserver(observer);
        endpoint.ConnectHandlerConfigurationObserver(observer);
    }

    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class
    {
    }

    public void ConsumerMessageConfigured<TConsumer, TMessage>(IConsumerMessageConfigurator<TConsumer, TMessage> configurator)
        where TConsumer : class
        where TMessage : class =>
        configurator.AddPipeSpecification(new Specification<ConsumerConsumeContext<TConsumer, TMessage>>(isWanted));

    public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator)
        where TSaga : class, ISaga => sagas.Add(typeof(TSaga));

    public void StateMachineSagaConfigured<TInstance>(ISagaConfigurator<TInstance> configurator, SagaStateMachine<TInstance> stateMachine)
        where TInstance : class, ISaga, SagaStateMachineInstance => sagas.Add(typeof(TInstance));

    public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
        where TSaga : class, ISaga
        where TMessage : class => configurator.AddPipeSpecification(new Specification<SagaConsumeContext<TSaga, TMessage>>(isWanted));

    public void HandlerConfigured<TMessage>(IHandlerConfigurator<TMessage> configurator)
        where TMessage : class => configurator.AddPipeSpecification(new Specification<ConsumeContext<TMessage>>(isWanted));

    sealed class Specification<TContext>(Func<bool> isWanted) : IPipeSpecification<TContext>
        where TContext : class, ConsumeContext
    {
        public void Apply(IPipeBuilder<TContext> builder)
        {
            if (isWanted()) builder.AddFilter(new Enlist<TContext>());
        }

        public IEnumerable<ValidationResult> Validate() => [];
    }

    sealed class Enlist<TContext> : IFilter<TContext>
        where TContext : class, ConsumeContext
    {
        public async Task Send(TContext context, IPipe<TContext> next)
        {
            // On a broker without transactions there is nothing to enlist in.
            if (!context.TryGetPayload<EnlistedOutput>(out var message))
            {
                await next.Send(context);
                return;
            }

            var attempt = new EnlistedOutput();
            Enlistment.Current = attempt;
            try
            {
                await next.Send(context);
                message.Keep(this, attempt);
            }
            finally
            {
                attempt.Close();
            }
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("enlist");
    }
}
