using System.Text;

[assembly: AssemblyFixture(typeof(Librdkafka.Tests.EmbeddedBroker))]

namespace Librdkafka.Tests;

public class RoundTripTests(EmbeddedBroker broker)
{
    [Theory]
    [InlineData("key", "value")]
    [InlineData(null, "value")]
    [InlineData("", "value")]
    [InlineData("key", null)]
    [InlineData("key", "")]
    [InlineData(null, null)]
    public void Null_and_empty_keys_and_values_stay_what_they_are(string? key, string? value)
    {
        string topic = broker.Topic();
        using Producer producer = Producer.Create(Clients.Settings(broker.Servers));

        producer.Produce(topic, 0, Bytes(key), Bytes(value)).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience).ShouldBeTrue();

        using Consumer consumer = Clients.Assigned(broker.Servers, topic);
        using RecordMessage message = consumer.Next();
        Record record = message.AsRecord();
        record.Topic.ShouldBe(topic);
        record.Partition.ShouldBe(0);
        record.Offset.ShouldBe(0);
        record.KeyIsNull.ShouldBe(key is null);
        record.ValueIsNull.ShouldBe(value is null);
        Encoding.UTF8.GetString(record.Key).ShouldBe(key ?? "");
        Encoding.UTF8.GetString(record.Value).ShouldBe(value ?? "");
    }

    static ReadOnlySpan<byte> Bytes(string? text) => text is null ? default : Encoding.UTF8.GetBytes(text).AsSpan();
}
