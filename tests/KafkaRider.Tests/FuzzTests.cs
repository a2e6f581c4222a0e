using KafkaRider.Tests.Support;
using Librdkafka;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using AutoOffsetReset = Confluent.Kafka.AutoOffsetReset;

namespace KafkaRider.Tests;

/// <summary>
/// Whatever is in a topic, each record is handled, dead-lettered, or skipped by rule (a null or, as JSON, an empty value is no message),
/// and the endpoint goes on.
/// </summary>
public class FuzzTests(RealBroker real)
{
    const int Partitions = 4;
    const int Seed = 20_260_102;

    [Fact]
    public Task Each_of_5_000_hostile_records_has_one_end() => Run(5_000, TimeSpan.FromSeconds(60));

    [Fact(Explicit = true)]
    public Task Each_of_1_000_000_hostile_records_has_one_end() => Run(1_000_000, TimeSpan.FromMinutes(30));

    async Task Run(int count, TimeSpan patience)
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var (topic, group) = (await broker.Topic(Partitions), Broker.Name("group"));
        var deadLetters = await broker.Topic(Partitions, $"{group}-dead-letter");
        var skipped = Produce(broker, topic, count);
        var handled = new Ends(count);

        await using (var host = await RiderHost.Start(broker, (context, k) => k.TopicEndpoint<string, TypedTests.Order>(topic, group, e =>
        {
            e.AutoOffsetReset = AutoOffsetReset.Earliest;
            e.CheckpointInterval = TimeSpan.FromMilliseconds(200);
            e.ConcurrentMessageLimit = 4;
            e.UseDeadLetterTopic();
            e.ConfigureConsumer<Consumer>(context);
        }), rider =>
        {
            rider.AddSingleton(handled);
            rider.AddConsumer<Consumer>();
        }))
        {
            await Eventually.Is(
                () => host.Report.Partitions.Sum(partition => partition.Committed ?? 0) == count, "all committed", patience.TotalSeconds);
        }

        var lettered = Read(broker, deadLetters, count);
        var wrong = from number in Enumerable.Range(0, count)
                    where handled[number] + lettered[number] + skipped[number] != 1
                    select $"{number}: {handled[number]} handled, {lettered[number]} dead-lettered, {skipped[number]} skipped";
        wrong.Take(10).ShouldBeEmpty();
        handled.Total.ShouldBeGreaterThan(count / 2);
        lettered.Total.ShouldBeGreaterThan(count / 5);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} produced = {handled.Total} handled + {lettered.Total} dead-lettered + {skipped.Total} skipped");
    }

    /// <summary>What is to be skipped of what was produced.</summary>
    static Ends Produce(Broker broker, string topic, int count)
    {
        var skipped = new Ends(count);
        var records = new HostileRecords(Seed);
        using var producer = Producer.Create(new Dictionary<string, string>(broker.Settings) { ["message.max.bytes"] = "2097152" });
        for (var number = 0; number < count; number++)
        {
            var (key, value, headers) = records.Next(number);
            if (value is null or []) skipped.Add(number);
            ErrorCode code;
            while ((code = producer.Produce(topic, number % Partitions, key, value, headers)) == ErrorCode.QueueFull)
                producer.Poll(TimeSpan.FromMilliseconds(10));
            code.ShouldBe(ErrorCode.NoError);
        }

        producer.Flush(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        return skipped;
    }

    static Ends Read(Broker broker, string topic, int count)
    {
        var found = new Ends(count);
        var ended = 0;
        using var consumer = Librdkafka.Consumer.Create(
            new Dictionary<string, string>(broker.Settings)
            {
                ["group.id"] = Broker.Name("reader"),
                ["enable.auto.commit"] = "false",
                ["enable.partition.eof"] = "true",
            },
            new ConsumerEvents { PartitionEnd = _ => ended++ });
        consumer.Assign(Enumerable.Range(0, Partitions).Select(p => new TopicPartitionOffset(topic, p, SpecialOffset.Beginning)));
        while (ended < Partitions)
        {
            using var message = consumer.Poll(TimeSpan.FromSeconds(1)) ?? default;
            if (message.Equals(default(RecordMessage))) continue;
            foreach (var header in message.AsRecord().Headers)
                if (header.Name.SequenceEqual("fuzz-number"u8)) found.Add(int.Parse(header.Value));
        }

        return found;
    }

    /// <summary>How often each record ended in some way.</summary>
    public sealed class Ends(int count)
    {
        readonly int[] times = new int[count];
        int total;

        public int Total => total;

        public int this[int number] => times[number];

        public void Add(int number)
        {
            Interlocked.Increment(ref times[number]);
            Interlocked.Increment(ref total);
        }
    }

    sealed class Consumer(Ends handled) : IConsumer<TypedTests.Order>
    {
        public Task Consume(ConsumeContext<TypedTests.Order> context)
        {
            if (context.Message.Number == -13) throw new InvalidOperationException("thirteen");
            ReadEverything(context);
            handled.Add(int.Parse(context.Headers.Get<string>(HostileRecords.NumberHeader)!));
            return Task.CompletedTask;
        }

        /// <summary>Nothing that a consumer may ask for fails, except ids that are none, which fail as what they are.</summary>
        static void ReadEverything(ConsumeContext<TypedTests.Order> context)
        {
            _ = context.GetKey<string>();
            _ = context.Headers.GetAll().Count();
            _ = (context.SourceAddress, context.DestinationAddress, context.ReceiveContext.ContentType, context.SentTime);
        }
    }
}
