using System.Diagnostics;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using Librdkafka;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Servers;

namespace KafkaRider.Tests;

/// <summary>Brokers that are away at the start and in the middle: nothing is lost, health tells the truth within 10 s both ways.</summary>
[Collection("outages, one at a time: what one starts inherits the connections of another")]
public class OutageTests
{
    static readonly TimeSpan HealthLimit = TimeSpan.FromSeconds(10);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>MassTransit's default, which a typed endpoint keeps: a restarted broker waits so long for the member that it remembers
    /// before the one that has come back gets its partitions.</summary>
    static readonly TimeSpan TypedSession = TimeSpan.FromSeconds(45);

    public enum Reader
    {
        AtLeastOnce,
        ExactlyOnce,
        Typed,
        ProducersOnly,
    }

    [Theory]
    [InlineData(Reader.AtLeastOnce)]
    [InlineData(Reader.Typed)]
    [InlineData(Reader.ProducersOnly)]
    public async Task An_outage_of_some_seconds_is_told_and_survived(Reader reader)
    {
        using var cluster = MockCluster.Start();
        cluster.CreateTopic("topic", 2);

        await Survives(reader, Broker.At(cluster.BootstrapServers), TimeSpan.FromSeconds(4), () =>
        {
            cluster.BrokerDown();
            return Task.CompletedTask;
        }, () =>
        {
            cluster.BrokerUp();
            return Task.CompletedTask;
        });
    }

    [Theory(Explicit = true)]
    [InlineData(Reader.AtLeastOnce)]
    [InlineData(Reader.ExactlyOnce)]
    [InlineData(Reader.Typed)]
    [InlineData(Reader.ProducersOnly)]
    public async Task All_brokers_may_be_down_for_70_seconds_at_the_start_and_in_the_middle(Reader reader)
    {
        Assert.SkipUnless(RealBroker.Home is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        var folder = Directory.CreateTempSubdirectory("kafka-outage-").FullName;
        await using (var server = await KafkaServer.Start(RealBroker.Home!, folder, CancellationToken.None))
        {
            using var broker = Broker.At(server.BootstrapServers);
            await broker.Topic(2, "topic");
            await Survives(reader, broker, TimeSpan.FromSeconds(70), server.Kill, () => server.Start(CancellationToken.None));
        }

        Directory.Delete(folder, recursive: true);
    }

    static async Task Survives(Reader reader, Broker broker, TimeSpan outage, Func<Task> down, Func<Task> up)
    {
        var recorder = new Recorder();
        if (reader != Reader.ProducersOnly) broker.Fill("topic", 2, 50);
        await down();
        await using var host = await Start(reader, broker, recorder);
        await Becomes(host, HealthStatus.Unhealthy);
        await Task.Delay(outage);

        await up();
        await Becomes(host, HealthStatus.Healthy);
        await AllCome(reader, recorder, 100);

        await down();
        await Becomes(host, HealthStatus.Unhealthy);
        await Task.Delay(outage);
        await up();
        await Becomes(host, HealthStatus.Healthy);
        if (reader != Reader.ProducersOnly) broker.Fill("topic", 2, 50, first: 50);
        await AllCome(reader, recorder, 200);
    }

    static Task AllCome(Reader reader, Recorder recorder, int count) => reader == Reader.ProducersOnly
        ? Task.CompletedTask
        : Eventually.Is(() => recorder.Values.Distinct().Count() == count, $"{count} records",
            (reader == Reader.Typed ? Patience + TypedSession : Patience).TotalSeconds);

    static Task<RiderHost> Start(Reader reader, Broker broker, Recorder recorder) => RiderHost.Start(
        broker,
        (_, k) =>
        {
            if (reader == Reader.Typed)
            {
                ConsumerConfig config = new() { GroupId = "g", AutoOffsetReset = AutoOffsetReset.Earliest };
                k.TopicEndpoint<Text>("topic", config, e =>
                {
                    e.SetValueDeserializer(new TextDeserializer());
                    e.Handler<Text>(context =>
                    {
                        recorder.Records.Enqueue(Received(context.Message));
                        return Task.CompletedTask;
                    });
                });
            }
            else if (reader != Reader.ProducersOnly)
            {
                k.RecordEndpoint("topic", "g", e =>
                {
                    if (reader == Reader.ExactlyOnce) e.ExactlyOnce();
                    e.Process(recorder);
                });
            }
        },
        rider => rider.AddProducer<string, Text>("topic"));

    static ReadRecord Received(Text text) => new("topic", 0, 0, null, text.Value, Array.Empty<string>().ToLookup(name => name));

    static async Task Becomes(RiderHost host, HealthStatus wanted)
    {
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var start = Stopwatch.GetTimestamp();
        HealthReport report;
        do
        {
            await Task.Delay(50);
            report = await health.CheckHealthAsync();
            var told = string.Join("; ", report.Entries.Select(entry => $"{entry.Key}: {entry.Value.Description}"));
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(HealthLimit, $"not {wanted}: {told}");
        }
        while (report.Entries["kafka"].Status != wanted);
    }

    sealed class TextDeserializer : IDeserializer<Text>
    {
        public Text Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
            new() { Value = System.Text.Encoding.UTF8.GetString(data) };
    }

    public sealed class Text
    {
        public string? Value { get; set; }
    }
}
