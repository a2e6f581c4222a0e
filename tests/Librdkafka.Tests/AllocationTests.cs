namespace Librdkafka.Tests;

public class AllocationTests(Brokers brokers)
{
    const int WarmUp = 200;
    const int Records = 2_000;

    [Fact]
    public async Task Polling_and_reading_records_allocates_nothing()
    {
        string topic = await Filled(WarmUp + Records);
        using Consumer consumer = Clients.Assigned(brokers.Embedded.Servers, topic);
        long sum = 0;
        for (int i = 0; i < WarmUp; i++) Read(consumer, ref sum);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Records; i++) Read(consumer, ref sum);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        sum.ShouldBeGreaterThan(0);
        allocated.ShouldBe(0);
    }

    [Fact]
    public async Task Producing_records_with_headers_allocates_nothing()
    {
        string topic = await brokers.Embedded.Topic();
        long delivered = 0;
        using Producer producer = Producer.Create(
            Clients.Settings(brokers.Embedded.Servers), new ProducerEvents { Delivered = report => delivered += report.Opaque });
        OutgoingHeaders headers = new();
        for (int i = 0; i < WarmUp; i++) Write(producer, topic, headers);
        producer.Flush(Clients.Patience);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Records; i++) Write(producer, topic, headers);
        producer.Flush(Clients.Patience);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        delivered.ShouldBe(WarmUp + Records);
        allocated.ShouldBe(0);
    }

    static void Read(Consumer consumer, ref long sum)
    {
        RecordMessage? polled;
        do polled = consumer.Poll(Clients.Patience);
        while (polled is null);
        using RecordMessage message = polled.Value;
        Record record = message.AsRecord();
        sum += record.Topic.Length + record.Partition + record.Offset + record.Timestamp + record.Key.Length + record.Value.Length;
        foreach (RecordHeader header in record.Headers) sum += header.Name.Length + header.Value.Length;
        if (record.Headers.TryGetLast("b"u8, out RecordHeader last)) sum += last.Value.Length;
    }

    static void Write(Producer producer, string topic, OutgoingHeaders headers)
    {
        headers.Clear().Add("a"u8, "1"u8).Add("b"u8, default);
        ErrorCode code = producer.Produce(topic, 0, "key"u8, "value"u8, headers, opaque: 1);
        if (code != ErrorCode.NoError) throw new KafkaException(code, "Producing");
    }

    async Task<string> Filled(int records)
    {
        string topic = await brokers.Embedded.Topic();
        using Producer producer = Producer.Create(Clients.Settings(brokers.Embedded.Servers));
        OutgoingHeaders headers = new OutgoingHeaders().Add("a", "1").Add("b", (string?)null);
        for (int i = 0; i < records; i++) producer.Produce(topic, 0, "key"u8, "value"u8, headers).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience).ShouldBeTrue();
        return topic;
    }
}
