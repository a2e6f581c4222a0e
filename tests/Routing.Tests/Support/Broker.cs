using Contracts;
using Librdkafka;

namespace Routing.Tests.Support;

public enum BrokerKind
{
    Embedded,
    Real,
}

/// <summary>A broker for one test, with topics of its own; the group and its dead-letter topic are the service's.</summary>
public sealed class Broker : IDisposable
{
    const int Partitions = 3;

    static int names;

    readonly MockCluster? embedded;

    Broker(string servers, MockCluster? embedded)
    {
        Servers = servers;
        this.embedded = embedded;
    }

    public string Servers { get; }

    public Dictionary<string, string> Settings => new() { ["bootstrap.servers"] = Servers };

    public static async Task<Broker> Of(BrokerKind kind, RealBroker real)
    {
        var cluster = kind == BrokerKind.Embedded ? MockCluster.Start() : null;
        var broker = new Broker(cluster?.BootstrapServers ?? await real.Servers(), cluster);
        await broker.Create(Topics.DeadLetter(Groups.Routing));
        return broker;
    }

    public async Task<string> Topic(
        string what, int partitions = Partitions, IReadOnlyDictionary<string, string>? settings = null)
    {
        var name = $"{what}-{Environment.ProcessId}-{Interlocked.Increment(ref names)}";
        await Create(name, partitions, settings);
        return name;
    }

    /// <summary>Makes a topic of this name; the embedded broker knows no settings.</summary>
    public async Task Create(string name, int partitions = Partitions, IReadOnlyDictionary<string, string>? settings = null)
    {
        if (embedded is not null)
        {
            embedded.CreateTopic(name, partitions);
            return;
        }
        using var admin = Admin.Create(Settings);
        await admin.CreateTopics([new NewTopic(name, partitions, 1, settings)]);
    }

    public void Produce(string topic, IEnumerable<TestRecord> records)
    {
        using var producer = Producer.Create(new Dictionary<string, string>(Settings) { ["partitioner"] = "murmur2_random" });
        foreach (var record in records)
        {
            var headers = new OutgoingHeaders();
            foreach (var (name, value) in record.Headers) headers.Add(name, value);
            while (producer.Produce(topic, -1, record.Key, record.Value, headers) == ErrorCode.QueueFull)
                producer.Poll(TimeSpan.FromMilliseconds(10));
        }
        producer.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    /// <summary>Everything in the topic that a reader of committed records sees, up to its end now.</summary>
    public List<TestRecord> ReadAll(string topic, int partitions = Partitions)
    {
        List<TestRecord> found = [];
        var open = partitions;
        using var consumer = Consumer.Create(
            new Dictionary<string, string>(Settings)
            {
                ["group.id"] = "reader",
                ["enable.auto.commit"] = "false",
                ["isolation.level"] = "read_committed",
                ["enable.partition.eof"] = "true",
            },
            new ConsumerEvents { PartitionEnd = _ => open-- });
        consumer.Assign(Enumerable.Range(0, partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, SpecialOffset.Beginning)));
        for (var empty = 0; open > 0 && empty < 300;)
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message)
            {
                empty++;
                continue;
            }
            found.Add(TestRecord.Of(message.AsRecord()));
            message.Dispose();
        }
        return found;
    }

    public void Dispose() => embedded?.Dispose();
}
