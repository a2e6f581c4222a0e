using KafkaRider;
using MassTransit;

namespace Streams;

/// <summary>One message's view of the saga's instances in its partition, and what it does to them.</summary>
sealed class SagaSession<TSaga>
    where TSaga : class, ISaga
{
    readonly SagaTasks tasks;
    readonly SagaFormat<TSaga> format;
    readonly int partition;
    readonly SagaChanges batch;
    readonly MessageChanges own;

    public SagaSession(SagaTasks tasks, SagaFormat<TSaga> format, int partition, IEnlistedMessage message, Type type, int attempt)
    {
        this.tasks = tasks;
        this.format = format;
        this.partition = partition;
        batch = (SagaChanges)message.Batch.GetOrAdd(tasks, _ => new SagaChanges());
        own = batch.Begin(message, type, attempt);
        message.WhenIncluded((typeof(TSaga), type), Include);
    }

    ReadOnlySpan<byte> MessageKey => own.Message.Key!.Value.Span;

    /// <summary>Null when there is none.</summary>
    /// <exception cref="MisplacedMessageException">It belongs to messages of another key.</exception>
    public TSaga? Load(Guid correlationId)
    {
        if (batch.IsOfOtherKey(own, correlationId)) throw SagaFormat<TSaga>.OtherKey(correlationId);
        if (!batch.TryFind(own, correlationId, out var value)) value = tasks.Read(partition, SagaFormat<TSaga>.Key(correlationId));
        return value is null ? null : format.Read(correlationId, value, MessageKey);
    }

    public void Put(TSaga instance)
    {
        if (batch.IsOfOtherKey(own, instance.CorrelationId)) throw SagaFormat<TSaga>.OtherKey(instance.CorrelationId);
        batch.Put(own, instance.CorrelationId, format.Write(instance, MessageKey));
    }

    public void Remove(Guid correlationId) => batch.Put(own, correlationId, null);

    void Include() => tasks.Write(partition, own.Values);
}
