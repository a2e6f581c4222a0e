using System.Text;
using MassTransit.KafkaIntegration.Serializers;
using Header = Confluent.Kafka.Header;
using Headers = Confluent.Kafka.Headers;

namespace KafkaRider.Compatibility;

public class DictionaryHeadersDeserializerTests
{
    [Fact]
    public void Should_Deserialize_with_empty_header_value()
    {
        var headers = new Headers { new Header("Empty", null) };

        var found = DictionaryHeadersSerialize.Deserializer.Deserialize(headers);

        found.TryGetHeader("Empty", out var value).ShouldBeTrue();
        value.ShouldBeNull();
    }

    [Fact]
    public void Should_Deserialize_with_duplicate_header_value()
    {
        var headers = new Headers { new Header("Twice", "first"u8.ToArray()), new Header("Twice", "second"u8.ToArray()) };

        var found = DictionaryHeadersSerialize.Deserializer.Deserialize(headers);

        found.TryGetHeader("Twice", out var value).ShouldBeTrue();
        value.ShouldBe("first");
    }

    [Fact]
    public void Should_not_throw_when_header_in_different_encoding()
    {
        var bytes = Encoding.Unicode.GetBytes("test");
        var headers = new Headers { new Header("Foreign", bytes) };

        var found = DictionaryHeadersSerialize.Deserializer.Deserialize(headers);

        found.TryGetHeader("Foreign", out var value).ShouldBeTrue();
        value.ShouldBe(Encoding.UTF8.GetString(bytes));
    }
}
