using System.Diagnostics;

namespace Librdkafka.Tests;

/// <summary>Clients with short time-outs, and waiting for conditions.</summary>
static class Clients
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    internal static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    internal static Dictionary<string, string> Settings(string servers, params (string Name, string Value)[] more)
    {
        Dictionary<string, string> settings = new() { ["bootstrap.servers"] = servers };
        foreach (var (name, value) in more) settings[name] = value;
        return settings;
    }

    internal static Dictionary<string, string> ConsumerSettings(string servers, string group, params (string Name, string Value)[] more) =>
        Settings(servers,
        [
            ("group.id", group), ("auto.offset.reset", "earliest"), ("enable.auto.commit", "false"), ("session.timeout.ms", "6000"),
            ("heartbeat.interval.ms", "200"), ("fetch.wait.max.ms", "50"), .. more,
        ]);

    internal static Consumer Assigned(string servers, string topic, int partitions = 1, params (string Name, string Value)[] more)
    {
        Consumer consumer = Consumer.Create(ConsumerSettings(servers, "reader-" + topic, more));
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, SpecialOffset.Beginning)));
        return consumer;
    }

    internal static void Until(Func<bool> condition, string what, TimeSpan? patience = null)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(patience ?? Patience, $"waited in vain for {what}");
    }

    internal static RecordMessage Next(this Consumer consumer)
    {
        RecordMessage? message = null;
        Until(() => (message = consumer.Poll(Slice)) is not null, "a record");
        return message!.Value;
    }

    internal static List<string> Texts(this Consumer consumer, int count)
    {
        List<string> texts = [];
        while (texts.Count < count)
        {
            using RecordMessage message = consumer.Next();
            texts.Add(System.Text.Encoding.UTF8.GetString(message.AsRecord().Value));
        }

        return texts;
    }

    internal static void Send(string servers, string topic, params IEnumerable<string> values)
    {
        using Producer producer = Producer.Create(Settings(servers));
        foreach (string value in values)
            producer.Produce(topic, 0, default, System.Text.Encoding.UTF8.GetBytes(value)).ShouldBe(ErrorCode.NoError);
        producer.Flush(Patience).ShouldBeTrue();
    }
}
