using System.Collections.Concurrent;
using Confluent.Kafka;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.Observables;
using MassTransit.Transports;

namespace KafkaRider;

/// <summary>How producers of one topic were configured; null settings are the rider's.</summary>
internal sealed record ProducerSpecification(string Topic, ProducerConfig? Config, object? Configure);

/// <summary>Every producer of a rider, each made at its first use and kept until the rider stops.</summary>
internal sealed class ProducerDirectory(
    IBusInstance bus,
    EngineParts parts,
    Serialization serialization,
    IReadOnlyDictionary<string, ProducerSpecification> specifications,
    SendObservable observers,
    Action<ISendPipeConfigurator>? configureSend) : IDisposable
{
    readonly ConcurrentDictionary<(string Topic, Type Producer), Lazy<(object Typed, RecordProducer Records)>> producers = new();

    internal TopicProducer<TKey, TValue> Get<TKey, TValue>(Uri address)
        where TValue : class
    {
        var topic = new KafkaTopicAddress(bus.HostConfiguration.HostAddress, address).Topic;
        var made = producers.GetOrAdd(
            (topic, typeof(TopicProducer<TKey, TValue>)), key => new(() => Make<TKey, TValue>(key.Topic))).Value;
        return (TopicProducer<TKey, TValue>)made.Typed;
    }

    public void Dispose()
    {
        foreach (var made in producers.Values)
            if (made.IsValueCreated) made.Value.Records.Dispose();
        producers.Clear();
    }

    (object Typed, RecordProducer Records) Make<TKey, TValue>(string topic)
        where TValue : class
    {
        var specification = specifications.GetValueOrDefault(topic);
        var config = new ProducerConfig((specification?.Config ?? new ProducerConfig()).ToDictionary());
        var configurator = new ProducerConfigurator<TKey, TValue>(config);
        if (specification?.Configure is Action<IKafkaProducerConfigurator<TKey, TValue>> configure) configure(configurator);
        var records = new RecordProducer(ClientSettings.TypedProducer(parts.Connection, config), topic, parts, configurator.Handlers);
        var host = bus.HostConfiguration;
        var transport = new TopicSendTransportContext(host, host.BusConfiguration.Serialization.CreateSerializerCollection(), topic);
        transport.ConnectSendObserver(observers);
        transport.ConnectSendObserver(host.SendObservers);
        var pipe = new SendPipeConfiguration(host.Topology.SendTopology);
        configureSend?.Invoke(pipe.Configurator);
        return (new TopicProducer<TKey, TValue>(
            records,
            new KafkaTopicAddress(host.HostAddress, topic),
            transport,
            pipe.CreatePipe(),
            host.HostAddress,
            configurator.HeadersSerializer ?? serialization.HeadersSerializer,
            configurator.KeySerializer ?? serialization.Factory.GetSerializer<TKey>(),
            configurator.ValueSerializer ?? serialization.Factory.GetSerializer<TValue>()), records);
    }
}
