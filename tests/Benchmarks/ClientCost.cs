using System.Diagnostics;
using Librdkafka;
using Servers;

namespace Benchmarks;

/// <summary>
/// What a record costs the client, in CPU time of this process (the library's threads included) against a real broker on this machine.
/// </summary>
static class ClientCost
{
    const int Records = 300_000;
    const int Partitions = 6;
    const int RecordBytes = 954;
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(100);

    internal static async Task Run(string kafkaHome)
    {
        string folder = Directory.CreateTempSubdirectory("client-cost-").FullName;
        await using (KafkaServer server = await KafkaServer.Start(kafkaHome, folder, CancellationToken.None))
        {
            Dictionary<string, string> settings = new() { ["bootstrap.servers"] = server.BootstrapServers };
            using (Admin admin = Admin.Create(settings))
                await admin.CreateTopics([new("input", Partitions, 1), new("output", Partitions, 1), new("headers", Partitions, 1)]);
            Console.WriteLine($"librdkafka {LibraryVersion.Name}, {Records} records of {RecordBytes} bytes, {Partitions} partitions");
            Console.WriteLine($"{"what",-58} {"CPU-s/million",14} {"records/CPU-s",14} {"bytes/record",13}");
            Print("produce", () => Produce(settings, "input", null));
            Print("produce with 3 headers", () => Produce(settings, "headers", ThreeHeaders()));
            Print("consume", () => Consume(settings, "input"));
            Print("consume with 3 headers read", () => Consume(settings, "headers"));
            Print("consume, produce with 3 headers, exactly once", () => Forward(settings));
        }

        Directory.Delete(folder, recursive: true);
    }

    static OutgoingHeaders ThreeHeaders() =>
        new OutgoingHeaders().Add("filter-id", "car-created").Add("consumer-id", "car-consumer").Add("filtered-at", "1705312200000");

    static void Produce(Dictionary<string, string> settings, string topic, OutgoingHeaders? headers)
    {
        byte[] value = new byte[RecordBytes];
        Array.Fill(value, (byte)'x');
        using Producer producer = Producer.Create(new Dictionary<string, string>(settings) { ["linger.ms"] = "5" });
        for (int i = 0; i < Records; i++) Send(producer, topic, i % Partitions, value, headers);
        if (!producer.Flush(Timeout)) throw new TimeoutException("The records were not acknowledged in time.");
    }

    static void Send(Producer producer, string topic, int partition, ReadOnlySpan<byte> value, OutgoingHeaders? headers)
    {
        ErrorCode code;
        while ((code = producer.Produce(topic, partition, "key"u8, value, headers)) == ErrorCode.QueueFull) producer.Poll(Slice);
        if (code != ErrorCode.NoError) throw new KafkaException(code, "Producing");
    }

    static void Consume(Dictionary<string, string> settings, string topic)
    {
        using Consumer consumer = Reader(settings, topic);
        long sum = 0;
        for (int i = 0; i < Records; i++)
        {
            using RecordMessage message = Next(consumer);
            Record record = message.AsRecord();
            sum += record.Topic.Length + record.Partition + record.Offset + record.Timestamp + record.Key.Length + record.Value[^1];
            foreach (RecordHeader header in record.Headers) sum += header.Name.Length + header.Value.Length;
        }

        GC.KeepAlive(sum);
    }

    static void Forward(Dictionary<string, string> settings)
    {
        using Consumer consumer = Reader(settings, "input");
        using Producer producer = Producer.Create(new Dictionary<string, string>(settings) { ["transactional.id"] = "client-cost" });
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        OutgoingHeaders headers = ThreeHeaders();
        long begun = Stopwatch.GetTimestamp();
        for (int i = 0; i < Records; i++)
        {
            using RecordMessage message = Next(consumer);
            Send(producer, "output", message.AsRecord().Partition, message.AsRecord().Value, headers);
            if (Stopwatch.GetElapsedTime(begun) < CommitInterval) continue;
            Commit(consumer, producer);
            producer.BeginTransaction();
            begun = Stopwatch.GetTimestamp();
        }

        Commit(consumer, producer);
    }

    static void Commit(Consumer consumer, Producer producer)
    {
        using GroupMetadata group = consumer.GroupMetadata();
        producer.SendOffsetsToTransaction(consumer.Position(consumer.Assignment).Where(p => p.Offset >= 0), group, Timeout);
        producer.CommitTransaction(Timeout);
    }

    static Consumer Reader(Dictionary<string, string> settings, string topic)
    {
        Consumer consumer = Consumer.Create(new Dictionary<string, string>(settings)
        {
            ["group.id"] = "client-cost-" + topic,
            ["enable.auto.commit"] = "false",
        });
        consumer.Assign(Enumerable.Range(0, Partitions).Select(p => new TopicPartitionOffset(topic, p, SpecialOffset.Beginning)));
        return consumer;
    }

    static RecordMessage Next(Consumer consumer)
    {
        while (true)
            if (consumer.Poll(Timeout) is { } message)
                return message;
    }

    static void Print(string what, Action run)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        long allocatedBefore = GC.GetTotalAllocatedBytes();
        run();
        double allocated = (GC.GetTotalAllocatedBytes() - allocatedBefore) / (double)Records;
        self.Refresh();
        double seconds = (self.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine($"{what,-58} {seconds * 1e6 / Records,14:F2} {Records / seconds,14:F0} {allocated,13:F1}");
    }
}
