using Contracts;
using Librdkafka;
using Servers;

namespace Capture.Tests;

/// <summary>A broker and the two topics that a test captures into.</summary>
public sealed class TestBroker : IDisposable
{
    static int _number;

    readonly MockCluster? _mock;

    TestBroker(string bootstrapServers, MockCluster? mock, string? topic = null)
    {
        var number = Interlocked.Increment(ref _number);
        (BootstrapServers, _mock) = (bootstrapServers, mock);
        (Topic, PositionTopic) = (topic ?? $"events-{number}", $"positions-{number}");
    }

    public string BootstrapServers { get; }

    public string Topic { get; }

    public string PositionTopic { get; }

    public bool IsReal => _mock is null;

    public Dictionary<string, string> Settings => new() { ["bootstrap.servers"] = BootstrapServers };

    public static TestBroker Embedded()
    {
        var mock = MockCluster.Start();
        var broker = new TestBroker(mock.BootstrapServers, mock);
        mock.CreateTopic(broker.Topic, Topics.EventPartitions);
        mock.CreateTopic(broker.PositionTopic, 1);
        return broker;
    }

    public static async Task<TestBroker> Real(KafkaServer kafka, string? topic = null)
    {
        var broker = new TestBroker(kafka.BootstrapServers, mock: null, topic);
        using var admin = Admin.Create(broker.Settings);
        var events = Topics.All.First(topic => topic.Name == Topics.RawBusinessEvents);
        var positions = Topics.All.First(topic => topic.Name == Topics.CapturePositions);
        await admin.CreateTopics(
        [
            new NewTopic(broker.Topic, events.Partitions, 1, events.Settings()),
            new NewTopic(broker.PositionTopic, positions.Partitions, 1, positions.Settings()),
        ]);
        return broker;
    }

    /// <summary>Every record of the topic that a read_committed consumer sees, once there are as many as expected and then no
    /// more.</summary>
    public async Task<IReadOnlyList<ReadRecord>> Records(int expected)
    {
        using var consumer = Consumer.Create(new Dictionary<string, string>(Settings)
        {
            ["group.id"] = $"{Topic}-reader",
            ["enable.auto.commit"] = "false",
            ["isolation.level"] = "read_committed",
        }, new ConsumerEvents());
        consumer.Assign(Enumerable.Range(0, Topics.EventPartitions)
            .Select(partition => new TopicPartitionOffset(Topic, partition, SpecialOffset.Beginning)));
        return await Task.Factory.StartNew(() => Read(consumer, expected), TaskCreationOptions.LongRunning);
    }

    /// <summary>How many offsets the topic has used; with transactions, more than there are records.</summary>
    public Task<long> Count() => Task.Run(() =>
    {
        using var consumer = Consumer.Create(new Dictionary<string, string>(Settings) { ["group.id"] = "count" }, new ConsumerEvents());
        return Enumerable.Range(0, Topics.EventPartitions)
            .Sum(partition => consumer.WatermarkOffsets(new TopicPartition(Topic, partition), Eventually.Limit).High);
    });

    // Twice as many, or silence for a while, end the read: more records than expected have to be seen too.
    static List<ReadRecord> Read(Consumer consumer, int expected)
    {
        var records = new List<ReadRecord>();
        var quiet = 0;
        var deadline = Environment.TickCount64 + (long)Eventually.Limit.TotalMilliseconds;
        while (Environment.TickCount64 < deadline && (records.Count < expected || quiet < 5))
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message)
            {
                quiet++;
                continue;
            }
            using (message)
            {
                var record = message.AsRecord();
                records.Add(new ReadRecord(
                    record.Partition, record.Offset, record.Key.ToArray(), record.Value.ToArray(), HasHeaders(record)));
            }
            quiet = 0;
        }
        return records;
    }

    static bool HasHeaders(in Librdkafka.Record record)
    {
        foreach (var _ in record.Headers) return true;
        return false;
    }

    public void Down() => _mock!.BrokerDown();

    public void Up() => _mock!.BrokerUp();

    public void Dispose() => _mock?.Dispose();
}

/// <summary>A record, copied.</summary>
public sealed record ReadRecord(int Partition, long Offset, byte[] Key, byte[] Value, bool HasHeaders)
{
    /// <summary>The event's id.</summary>
    public string Id => System.Text.Json.JsonDocument.Parse(Key).RootElement.GetProperty("id").GetString()!;
}
