using Confluent.Kafka;
using Librdkafka;
using MassTransit;
using MassTransit.Initializers;
using MassTransit.KafkaIntegration.Serializers;
using MassTransit.Logging;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>Produces messages of one type to one topic: pipes, observers, serializers, then the record, acknowledged.</summary>
internal sealed class TopicProducer<TKey, TValue>(
    RecordProducer producer,
    Uri address,
    TopicSendTransportContext transport,
    ISendPipe sendPipe,
    Uri hostAddress,
    IHeadersSerializer headersSerializer,
    IAsyncSerializer<TKey> keySerializer,
    IAsyncSerializer<TValue> valueSerializer) : ITopicProducer<TKey, TValue>
    where TValue : class
{
    public Task Produce(TKey key, TValue value, CancellationToken cancellationToken = default) =>
        Produce(key, value, Pipe.Empty<KafkaSendContext<TKey, TValue>>(), cancellationToken);

    public Task Produce(TKey key, TValue value, IPipe<KafkaSendContext<TKey, TValue>> pipe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return Produce(key, value, null, null, pipe, cancellationToken);
    }

    public Task Produce(TKey key, object values, CancellationToken cancellationToken = default) =>
        Produce(key, values, Pipe.Empty<KafkaSendContext<TKey, TValue>>(), cancellationToken);

    public Task Produce(
        TKey key, object values, IPipe<KafkaSendContext<TKey, TValue>> pipe, CancellationToken cancellationToken = default) =>
        Produce(key, values, null, pipe, cancellationToken);

    public ConnectHandle ConnectSendObserver(ISendObserver observer) => transport.ConnectSendObserver(observer);

    internal async Task Produce(
        TKey key,
        object values,
        Action<SendContext>? adapter,
        IPipe<KafkaSendContext<TKey, TValue>> pipe,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (message, initializerPipe) = await MessageInitializerCache<TValue>.InitializeMessage(values, cancellationToken);
        await Produce(key, message, adapter, initializerPipe, pipe, cancellationToken);
    }

    internal async Task Produce(
        TKey key,
        TValue value,
        Action<SendContext>? adapter,
        IPipe<SendContext<TValue>>? initializerPipe,
        IPipe<KafkaSendContext<TKey, TValue>> pipe,
        CancellationToken cancellationToken)
    {
        LogContext.SetCurrentIfNull(transport.LogContext);
        var context = new TopicSendContext<TKey, TValue>(key, value, keySerializer, valueSerializer, cancellationToken)
        {
            DestinationAddress = address,
        };
        adapter?.Invoke(context);
        await sendPipe.Send(context);
        if (initializerPipe is not null && initializerPipe.IsNotEmpty()) await initializerPipe.Send(context);
        if (pipe.IsNotEmpty()) await pipe.Send(context);
        context.SourceAddress ??= hostAddress;
        context.ConversationId ??= NewId.NextGuid();
        var activity = LogContext.Current?.StartSendActivity(transport, context);
        try
        {
            await transport.SendObservers.PreSend(context);
            await Send(context);
            context.LogSent();
            await transport.SendObservers.PostSend(context);
        }
        catch (Exception exception)
        {
            context.LogFaulted(exception);
            activity?.AddExceptionEvent(exception);
            await transport.SendObservers.SendFault(context, exception);
            throw;
        }
        finally
        {
            activity?.Stop();
        }
    }

    ValueTask Send(TopicSendContext<TKey, TValue> context)
    {
        var topic = transport.EntityName;
        var headers = headersSerializer.Serialize(context);
        var key = context.KeySerializer.SerializeAsync(
            context.Key, new SerializationContext(MessageComponentType.Key, topic, headers));
        var value = context.ValueSerializer.SerializeAsync(
            context.Message, new SerializationContext(MessageComponentType.Value, topic, headers));

        // Serializers rarely wait: then the record needs no state machine of its own.
        return key.IsCompletedSuccessfully && value.IsCompletedSuccessfully
            ? Queue(context, headers, key.GetAwaiter().GetResult(), value.GetAwaiter().GetResult())
            : SendSerialized(context, headers, key, value);
    }

    async ValueTask SendSerialized(
        TopicSendContext<TKey, TValue> context, Confluent.Kafka.Headers headers, Task<byte[]> key, Task<byte[]> value)
    {
        await Task.WhenAll(key, value);
        await Queue(context, headers, await key, await value);
    }

    ValueTask Queue(TopicSendContext<TKey, TValue> context, Confluent.Kafka.Headers headers, byte[]? key, byte[]? value)
    {
        var outgoing = new OutgoingHeaders();
        foreach (var header in headers) outgoing.Add(header.Key, header.GetValueBytes());
        var timestamp = context.SentTime is { } sent ? new DateTimeOffset(sent.ToUniversalTime()).ToUnixTimeMilliseconds() : 0;
        var target = new Librdkafka.TopicPartition(transport.EntityName, context.Partition.Value);
        if (Enlistment.Current is not { } enlisted)
            return producer.Produce(target, key, value, outgoing, timestamp, context.CancellationToken);
        enlisted.Add(new EnlistedRecord(target, key, value, outgoing, timestamp));
        return ValueTask.CompletedTask;
    }
}
