using System.Net.Mime;
using System.Text;
using Confluent.Kafka;
using KafkaRider.Compatibility.Support;
using MassTransit;
using MassTransit.KafkaIntegration.Serializers;
using Microsoft.Extensions.DependencyInjection;

namespace KafkaRider.Compatibility;

/// <summary>
/// A serialization factory of the user's own. The official tests use Avro and a schema registry here; what they prove of the rider is that
/// the factory writes and reads all keys and values, and that what goes to the bus does not pass it.
/// </summary>
public class Avro_Specs(Brokers brokers)
{
    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_produce(BrokerKind kind)
    {
        var topic = Brokers.Name("own-format");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<Reading>().AddMassTransitTestHarness(x =>
            x.AddRider(rider =>
            {
                rider.AddConsumer<TestConsumer<Reading>>();
                rider.AddProducer<string, Reading>(topic, context => context.Message.Sensor);
                rider.UsingKafka((context, k) =>
                {
                    k.SetSerializationFactory(new LineFactory());
                    k.TopicEndpoint<string, Reading>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.ConfigureConsumer<TestConsumer<Reading>>(context);
                    });
                });
            })).BuildServiceProvider(true);
        var harness = await provider.StartHarness();
        var (correlationId, messageId) = (NewId.NextGuid(), NewId.NextGuid());

        await harness.GetProducer<Reading>().Produce(
            new Reading { Sensor = "s-1", Value = 7 }, Pipe.Execute<SendContext>(context =>
            {
                context.CorrelationId = correlationId;
                context.MessageId = messageId;
            }), harness.CancellationToken);
        var received = await provider.First<Reading>();

        (received.Message.Sensor, received.Message.Value).ShouldBe(("s-1", 7));
        received.GetKey<string>().ShouldBe("s-1");
        received.CorrelationId.ShouldBe(correlationId);
        received.MessageId.ShouldBe(messageId);
        received.SourceAddress.ShouldBe(new Uri("loopback://localhost/"));
    }

    [Theory]
    [InlineData(BrokerKind.Embedded)]
    [InlineData(BrokerKind.Real)]
    public async Task Should_publish_to_the_bus_with_its_own_serializer(BrokerKind kind)
    {
        var topic = Brokers.Name("own-format-to-bus");
        await using var provider = (await brokers.Services(kind, topic)).AddReceived<Alarm>().AddMassTransitTestHarness(x =>
        {
            x.AddConsumer<TestConsumer<Alarm>>();
            x.AddRider(rider =>
            {
                rider.AddInMemoryInboxOutbox();
                rider.AddConsumer<AlarmingConsumer>();
                rider.AddProducer<string, Reading>(topic);
                rider.UsingKafka((context, k) =>
                {
                    k.SetSerializationFactory(new LineFactory());
                    k.TopicEndpoint<string, Reading>(topic, topic, c =>
                    {
                        c.AutoOffsetReset = AutoOffsetReset.Earliest;
                        c.UseInMemoryInboxOutbox(context);
                        c.ConfigureConsumer<AlarmingConsumer>(context);
                    });
                });
            });
        }).BuildServiceProvider(true);
        var harness = await provider.StartHarness();

        await harness.GetProducer<string, Reading>().Produce(
            "s-1", new Reading { Sensor = "s-1", Value = 99 }, harness.CancellationToken);

        (await provider.First<Alarm>()).Message.Text.ShouldBe("s-1 is at 99");
    }

    public sealed class Reading
    {
        public string Sensor { get; set; } = "";

        public int Value { get; set; }
    }

    public sealed record Alarm(string Text);

    sealed class AlarmingConsumer : IConsumer<Reading>
    {
        public Task Consume(ConsumeContext<Reading> context) =>
            context.Publish(new Alarm($"{context.Message.Sensor} is at {context.Message.Value}"));
    }

    /// <summary>Readings as lines <c>sensor;value</c>, text as it is.</summary>
    sealed class LineFactory : IKafkaSerializerFactory
    {
        public ContentType ContentType { get; } = new("text/x-reading");

        public IDeserializer<T> GetDeserializer<T>() => (IDeserializer<T>)Serializer(typeof(T));

        public IAsyncSerializer<T> GetSerializer<T>() => (IAsyncSerializer<T>)Serializer(typeof(T));

        static object Serializer(Type type) => type == typeof(Reading) ? new ReadingSerializer() : new TextSerializer();
    }

    sealed class ReadingSerializer : IAsyncSerializer<Reading>, IDeserializer<Reading>
    {
        public Task<byte[]> SerializeAsync(Reading data, SerializationContext context) =>
            Task.FromResult(Encoding.UTF8.GetBytes($"{data.Sensor};{data.Value}"));

        public Reading Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            var fields = Encoding.UTF8.GetString(data).Split(';');
            return new Reading { Sensor = fields[0], Value = int.Parse(fields[1]) };
        }
    }

    sealed class TextSerializer : IAsyncSerializer<string>, IDeserializer<string>
    {
        public Task<byte[]> SerializeAsync(string data, SerializationContext context) => Task.FromResult(Encoding.UTF8.GetBytes(data));

        public string Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => Encoding.UTF8.GetString(data);
    }
}
