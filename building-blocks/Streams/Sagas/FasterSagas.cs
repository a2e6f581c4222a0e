using KafkaRider;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Streams;

/// <summary>A saga whose instances are kept on FASTER: attaches to its endpoint, gives each message its view of the instances.</summary>
sealed class FasterSagas<TSaga>(FasterSagaOptions options, IServiceProvider services)
    : ISagaKeeper, ILoadSagaRepository<TSaga>, IDisposable
    where TSaga : class, ISaga
{
    readonly SagaFormat<TSaga> format = new(options.Json);
    SagaTasks? tasks;
    string? endpointName;

    public Type Saga => typeof(TSaga);

    /// <summary>What each partition has and did.</summary>
    public IReadOnlyList<TaskStatistics> Statistics => tasks?.Statistics ?? [];

    public IEndpointState Attach(SagaEndpoint endpoint, ICollection<string> problems)
    {
        var store = options.Store.Length > 0 ? options.Store : SagaChecks.StoreName(typeof(TSaga));
        foreach (var problem in SagaChecks.Problems<TSaga>(options, store, services)) problems.Add($"{endpoint.Name}: {problem}");
        if (tasks is not null)
        {
            problems.Add(
                $"{endpoint.Name}: {typeof(TSaga).Name} is on {endpointName} too, and an instance lives with one endpoint: put all of its "
                + "messages into one topic, as one type with derived ones");
        }

        endpoint.ExactlyOnce.Permanent<MisplacedMessageException>();
        endpointName = endpoint.Name;
        return tasks ??= new SagaTasks(
            endpoint, options, store, services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILogger<SagaTasks>>());
    }

    /// <summary>The view of a message.</summary>
    /// <exception cref="InvalidOperationException">The message is not from an endpoint that keeps instances.</exception>
    /// <exception cref="MisplacedMessageException">It has no key.</exception>
    public SagaSession<TSaga> Open<TMessage>(ConsumeContext<TMessage> context)
        where TMessage : class
    {
        if (tasks is null
            || !context.TryGetPayload<IEnlistedMessage>(out var message)
            || !context.TryGetPayload<KafkaConsumeContext>(out var record))
        {
            throw new InvalidOperationException(
                $"{typeof(TSaga).Name} is kept by FasterRepository, which takes messages of its exactly-once topic endpoint only, not of "
                + $"{context.ReceiveContext.InputAddress}: configure the saga there by ConfigureSaga and nowhere else");
        }

        if (message.Key is null)
        {
            throw new MisplacedMessageException(
                $"{typeof(TMessage).Name} at {record.Topic}[{record.Partition}]@{record.Offset} has no key, so its partition has nothing "
                + $"to do with the instance of {typeof(TSaga).Name}: produce it with a key that follows from the correlation id");
        }

        return new SagaSession<TSaga>(tasks, format, record.Partition, message, typeof(TMessage), context.GetRetryAttempt());
    }

    /// <summary>The committed instance; null without one in the partitions that are here.</summary>
    public Task<TSaga> Load(Guid correlationId) => Task.FromResult(
        tasks?.ReadCommitted(SagaFormat<TSaga>.Key(correlationId)) is { } value ? format.Read(correlationId, value) : null!);

    public void Probe(ProbeContext context) => context.Add("persistence", "faster");

    public void Dispose() => tasks?.Dispose();
}
