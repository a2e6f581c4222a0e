using Librdkafka;

namespace KafkaRider.Tests.Support;

/// <summary>Which broker a test runs on.</summary>
public enum BrokerKind
{
    Embedded,
    Real,
}

/// <summary>A broker for one test, with topics of its own.</summary>
public sealed class Broker : IDisposable
{
    static int names;

    Broker(string servers, MockCluster? embedded)
    {
        Servers = servers;
        Embedded = embedded;
    }

    public string Servers { get; }

    public MockCluster? Embedded { get; }

    public Dictionary<string, string> Settings => new() { ["bootstrap.servers"] = Servers };

    public static Broker Of(BrokerKind kind, RealBroker real)
    {
        if (kind == BrokerKind.Real) return new Broker(real.Server().BootstrapServers, null);
        var cluster = MockCluster.Start();
        return new Broker(cluster.BootstrapServers, cluster);
    }

    public static Broker At(string servers) => new(servers, null);

    public static string Name(string what) => $"{what}-{Environment.ProcessId}-{Interlocked.Increment(ref names)}";

    public async Task<string> Topic(int partitions = 1, string? name = null, Dictionary<string, string>? settings = null)
    {
        name ??= Name("topic");
        if (Embedded is not null)
        {
            Embedded.CreateTopic(name, partitions);
            return name;
        }

        using var admin = Admin.Create(Settings);
        await admin.CreateTopics([new NewTopic(name, partitions, 1, settings)]);
        return name;
    }

    /// <summary>Produces values <c>partition:number</c> to every partition.</summary>
    public void Fill(string topic, int partitions, int count, int first = 0) =>
        Produce(topic, from number in Enumerable.Range(first, count)
                       from partition in Enumerable.Range(0, partitions)
                       select (partition, (string?)$"key-{number}", (string?)$"{partition}:{number}"));

    public void Produce(string topic, IEnumerable<(int Partition, string? Key, string? Value)> records, OutgoingHeaders? headers = null)
    {
        using var producer = Producer.Create(Settings);
        foreach (var (partition, key, value) in records)
        {
            while (producer.Produce(topic, partition, Bytes(key), Bytes(value), headers) == ErrorCode.QueueFull)
                producer.Poll(TimeSpan.FromMilliseconds(10));
        }

        producer.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    /// <summary>Everything in the topic that a reader of committed records sees, up to its end now.</summary>
    public List<ReadRecord> ReadAll(string topic, int partitions)
    {
        List<ReadRecord> found = [];
        using var consumer = Consumer.Create(
            new Dictionary<string, string>(Settings)
            {
                ["group.id"] = Name("reader"),
                ["enable.auto.commit"] = "false",
                ["isolation.level"] = "read_committed",
                ["enable.partition.eof"] = "true",
            },
            new ConsumerEvents { PartitionEnd = _ => partitions-- });
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, SpecialOffset.Beginning)));
        for (var empty = 0; partitions > 0 && empty < 300;)
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message)
            {
                empty++;
                continue;
            }

            found.Add(ReadRecord.Of(message.AsRecord()));
            message.Dispose();
        }

        return found;
    }

    /// <summary>The group's committed offset of each partition; negative where nothing is committed.</summary>
    public async Task<long[]> Committed(string group, string topic, int partitions)
    {
        using var admin = Admin.Create(Settings);
        var offsets = await admin.GroupOffsets(group, Enumerable.Range(0, partitions).Select(p => new TopicPartition(topic, p)));
        return [.. offsets.OrderBy(offset => offset.Partition).Select(offset => offset.Offset)];
    }

    /// <summary>Waits for the group's committed offsets: the broker ends a transaction a little after it has answered.</summary>
    public async Task IsCommitted(string group, string topic, params long[] offsets)
    {
        long[] found = [];
        for (var attempts = 0; attempts < 50 && !found.SequenceEqual(offsets); attempts++)
        {
            if (attempts > 0) await Task.Delay(100);
            found = await Committed(group, topic, offsets.Length);
        }

        found.ShouldBe(offsets);
    }

    public void Dispose() => Embedded?.Dispose();

    static byte[]? Bytes(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetBytes(text);
}
