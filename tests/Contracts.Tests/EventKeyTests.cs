using System.Text;

namespace Contracts.Tests;

public class EventKeyTests
{
    [Theory]
    [InlineData("""{"id":"019316a0-7c3e-7d5a-9c44-2f4f7a0d9b11"}""", true)]
    [InlineData("""{ "id" : "019316a0-7c3e-7d5a-9c44-2f4f7a0d9b11" , "more": 1}""", true)]
    [InlineData("""{"id":"loan-1"}""", false)]
    [InlineData("""{"id":7}""", false)]
    [InlineData("""{"key":"019316a0-7c3e-7d5a-9c44-2f4f7a0d9b11"}""", false)]
    [InlineData("{}", false)]
    [InlineData("\"loan-1\"", false)]
    [InlineData("loan-1", false)]
    [InlineData("", false)]
    public void The_uuid_of_a_captured_event_is_read_from_its_key_and_other_keys_are_left_alone(string key, bool isEvent)
    {
        EventKey.TryReadUuid(Encoding.UTF8.GetBytes(key), out var uuid).ShouldBe(isEvent);

        uuid.ShouldBe(isEvent ? Guid.Parse("019316a0-7c3e-7d5a-9c44-2f4f7a0d9b11") : Guid.Empty);
    }
}
