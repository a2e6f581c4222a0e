using System.Text;

namespace Librdkafka.Tests;

public sealed class HeaderTests(Brokers brokers) : IDisposable
{
    /// <summary>Kept for as long as the test reads its record.</summary>
    Consumer? _consumer;

    public void Dispose() => _consumer?.Dispose();

    [Fact]
    public async Task Null_empty_binary_and_repeated_headers_arrive_in_their_order()
    {
        OutgoingHeaders headers = new OutgoingHeaders()
            .Add("null"u8, default).Add("empty"u8, ""u8).Add("binary"u8, [0, 1, 255])
            .Add("name", "first").Add("name", "second").Add("größe", "12 €");

        using RecordMessage message = await Sent(headers);

        RecordHeaders received = message.AsRecord().Headers;
        Describe(received).ShouldBe(
            ["null=null", "empty=", "binary=0001FF", "name=6669727374", "name=7365636F6E64", "größe=313220E282AC"]);
        received.TryGetLast("name"u8, out RecordHeader last).ShouldBeTrue();
        Encoding.UTF8.GetString(last.Value).ShouldBe("second");
        received.TryGetLast("other"u8, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    public async Task Any_number_of_headers_arrives(int count)
    {
        OutgoingHeaders headers = new();
        for (int i = 0; i < count; i++) headers.Add($"header-{i}", i % 3 == 0 ? null : new string('v', i));

        using RecordMessage message = await Sent(headers);

        RecordHeaders received = message.AsRecord().Headers;
        received.Count.ShouldBe(count);
        for (int i = 0; i < count; i++)
        {
            Encoding.UTF8.GetString(received[i].Name).ShouldBe($"header-{i}");
            received[i].ValueIsNull.ShouldBe(i % 3 == 0);
            received[i].Value.Length.ShouldBe(i % 3 == 0 ? 0 : i);
        }
    }

    [Fact]
    public void Cleared_headers_are_filled_anew()
    {
        OutgoingHeaders headers = new OutgoingHeaders().Add("a", "1").Add("b", "2");

        headers.Clear().Add("c", "3");

        headers.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_name_that_cannot_be_read_back_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => new OutgoingHeaders().Add(name, "value"));

    async Task<RecordMessage> Sent(OutgoingHeaders headers)
    {
        string topic = await brokers.Embedded.Topic();
        using Producer producer = Producer.Create(Clients.Settings(brokers.Embedded.Servers));
        producer.Produce(topic, 0, default, "value"u8, headers).ShouldBe(ErrorCode.NoError);
        producer.Flush(Clients.Patience).ShouldBeTrue();
        _consumer = Clients.Assigned(brokers.Embedded.Servers, topic);
        return _consumer.Next();
    }

    static List<string> Describe(RecordHeaders headers)
    {
        List<string> texts = [];
        foreach (RecordHeader header in headers)
            texts.Add($"{Encoding.UTF8.GetString(header.Name)}={(header.ValueIsNull ? "null" : Convert.ToHexString(header.Value))}");
        return texts;
    }
}
