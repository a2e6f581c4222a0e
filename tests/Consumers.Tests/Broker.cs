using System.Text;
using Librdkafka;

namespace Consumers.Tests;

/// <summary>A dead letter as it lies in its topic.</summary>
public sealed record DeadLetter(byte[]? Key, byte[]? Value, IReadOnlyDictionary<string, string> Headers);

/// <summary>A broker with the clients that tests need: embedded, or real.</summary>
public sealed class Broker : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    readonly MockCluster? embedded;
    readonly Producer producer;

    Broker(string servers, MockCluster? embedded)
    {
        (Servers, this.embedded) = (servers, embedded);
        producer = Producer.Create(new Dictionary<string, string> { ["bootstrap.servers"] = servers, ["linger.ms"] = "1" });
    }

    public string Servers { get; }

    public static Broker Embedded()
    {
        var cluster = MockCluster.Start();
        return new Broker(cluster.BootstrapServers, cluster);
    }

    public static Broker Real(string servers) => new(servers, null);

    public async Task CreateTopic(string name)
    {
        embedded?.CreateTopic(name, Platform.Partitions);
        if (embedded is not null) return;

        using var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = Servers });
        await admin.CreateTopics([new NewTopic(name, Platform.Partitions)]);
    }

    /// <summary>Produces records, keyed as the capture keys them.</summary>
    public void Produce(string topic, params IEnumerable<(string Key, byte[]? Value)> records)
    {
        foreach (var (key, value) in records)
        {
            var keyBytes = Encoding.UTF8.GetBytes($$"""{"id":"{{key}}"}""");
            while (producer.Produce(topic, Producer.AnyPartition, keyBytes, value) == ErrorCode.QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
        producer.Flush(Timeout).ShouldBeTrue("records were not acknowledged");
    }

    /// <summary>Reads a topic until it has given so many records.</summary>
    public List<DeadLetter> Read(string topic, int count)
    {
        using var consumer = Consumer.Create(new Dictionary<string, string>
        {
            ["bootstrap.servers"] = Servers,
            ["group.id"] = $"reader-of-{topic}",
            ["auto.offset.reset"] = "earliest",
            ["enable.auto.commit"] = "false",
        });
        consumer.AssignFrom(Enumerable.Range(0, Platform.Partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, SpecialOffset.Beginning)));
        var found = new List<DeadLetter>();
        var deadline = TimeProvider.System.GetTimestamp();
        while (found.Count < count && TimeProvider.System.GetElapsedTime(deadline) < Timeout)
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message) continue;
            found.Add(Copy(message.AsRecord()));
            message.Dispose();
        }
        return found;
    }

    public void Dispose()
    {
        producer.Dispose();
        embedded?.Dispose();
    }

    static DeadLetter Copy(Librdkafka.Record record)
    {
        var headers = new Dictionary<string, string>();
        foreach (var header in record.Headers) headers[Encoding.UTF8.GetString(header.Name)] = Encoding.UTF8.GetString(header.Value);
        return new DeadLetter(record.KeyIsNull ? null : record.Key.ToArray(), record.ValueIsNull ? null : record.Value.ToArray(), headers);
    }
}
