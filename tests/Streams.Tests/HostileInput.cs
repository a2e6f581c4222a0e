using System.Text;
using System.Text.Json;

namespace Streams.Tests;

/// <summary>Any bytes are safe; what is refused is what a JSON parser refuses.</summary>
public class HostileInput
{
    const string Sample =
        """{"id":"a","event_name":"Car \"x\" \u00e9","event_type":null,"created_date":"2026-01-02T03:04:05.000000Z","n":-1.5e+3,""" +
        """
        "event_data":"{\"a\": [1, {\"b\": \"ü\\n😀\"}]}","o":{"p":[[],{},[true,false,null,0.5]]},"__op":"c","__ts_ms":1795242960386}
        """;

    static readonly FilterSet Set = FilterSet.Compile([Conditions.Filter("{ field: event_name, operator: startsWith, value: Car }")]);

    [Fact]
    public void Every_truncation_is_refused_and_names_a_byte()
    {
        var evaluator = Set.NewEvaluator();
        var record = Encoding.UTF8.GetBytes(Sample);
        evaluator.Evaluate(record).ShouldBeTrue(evaluator.Problem);

        for (var length = 0; length < record.Length; length++)
        {
            evaluator.Evaluate(record.AsSpan(0, length)).ShouldBeFalse();
            evaluator.Problem.ShouldNotBeNull().ShouldContain("at byte ");
            evaluator.Matches.Length.ShouldBe(0);
        }
    }

    [Fact]
    public void Mutated_records_are_refused_exactly_when_a_json_parser_refuses_them()
    {
        var random = new Random(4_711);
        var evaluator = Set.NewEvaluator();
        var original = Encoding.UTF8.GetBytes(Sample);

        for (var round = 0; round < 100_000; round++)
        {
            var record = Mutate(original, random);
            if (evaluator.Evaluate(record) == IsObject(record)) continue;
            if (evaluator.Problem?.Contains("surrogate") == true) continue;
            Assert.Fail($"round {round}: {evaluator.Problem ?? "read"}: {Encoding.Latin1.GetString(record)}");
        }
    }

    [Fact]
    public void Backslashes_are_counted_right_wherever_they_stand()
    {
        const string letters = "\\\\\\\\\"nu0aé\u0001";
        var random = new Random(31);
        var evaluator = Set.NewEvaluator();
        for (var round = 0; round < 100_000; round++)
        {
            var text = new StringBuilder("{\"event_name\":\"").Append('x', random.Next(70));
            for (var length = random.Next(80); length > 0; length--)
                text.Append(letters[random.Next(random.Next(4) == 0 ? letters.Length : 5)]);
            var record = Encoding.UTF8.GetBytes(text.Append('x', random.Next(40)).Append("\",\"__op\":\"c\"}").ToString());
            var read = evaluator.Evaluate(record);
            if (read != IsObject(record) && evaluator.Problem?.Contains("surrogate") != true)
                Assert.Fail($"round {round}: {evaluator.Problem ?? "read"}: {Encoding.UTF8.GetString(record)}");
        }
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(42);
        var evaluator = Set.NewEvaluator();
        for (var round = 0; round < 20_000; round++)
        {
            var record = new byte[random.Next(200)];
            random.NextBytes(record);
            evaluator.Evaluate(record).ShouldBe(IsObject(record));
        }
    }

    [Theory]
    [InlineData("", "the JSON ends in the middle, at byte 0")]
    [InlineData("  ", "the JSON ends in the middle, at byte 2")]
    [InlineData("[]", "the value is not a JSON object, at byte 0")]
    [InlineData("\"x\"", "the value is not a JSON object, at byte 0")]
    [InlineData("null", "the value is not a JSON object, at byte 0")]
    [InlineData("{\"a\":1}x", "the JSON is malformed, at byte 7")]
    [InlineData("{\"a\":1,}", "the JSON is malformed, at byte 7")]
    [InlineData("{\"a\":01}", "the JSON is malformed, at byte 6")]
    [InlineData("{\"a\":\"\\x\"}", "a wrong escape inside a JSON string, at byte 6")]
    [InlineData("{\"a\":\"\n\"}", "a control character inside a JSON string, at byte 6")]
    [InlineData("{\"event_name\":\"x\\ud800\"}", "half a surrogate pair inside a JSON string that filters read, at byte 16")]
    [InlineData("{\"event_name\":\"\\udc00\\ud800\"}", "half a surrogate pair inside a JSON string that filters read, at byte 15")]
    public void Unreadable_records_say_why_and_where(string record, string problem)
    {
        var evaluator = Set.NewEvaluator();

        evaluator.Evaluate(Encoding.UTF8.GetBytes(record)).ShouldBeFalse();

        evaluator.Problem.ShouldBe(problem);
    }

    [Fact]
    public void Invalid_utf8_names_its_byte()
    {
        var evaluator = Set.NewEvaluator();

        evaluator.Evaluate([.. "{\"a\":\"é"u8, 0xC3, .. "\"}"u8]).ShouldBeFalse();

        evaluator.Problem.ShouldBe("the value is not UTF-8, at byte 8");
    }

    [Fact]
    public void Nesting_is_bounded_and_size_is_not()
    {
        var evaluator = Set.NewEvaluator();
        static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(
            $"{{\"x\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}");

        evaluator.Evaluate(Nested(64)).ShouldBeTrue(evaluator.Problem);
        evaluator.Evaluate(Nested(65)).ShouldBeFalse();
        evaluator.Evaluate(Nested(1_000_000)).ShouldBeFalse();
        evaluator.Problem.ShouldNotBeNull().ShouldContain("nested deeper than 64 levels");
        evaluator.Evaluate(Encoding.UTF8.GetBytes($"{{\"event_name\":\"Car{new string('x', 10_000_000)}\\n\"}}")).ShouldBeTrue();
        evaluator.Matches.Length.ShouldBe(1);
    }

    static byte[] Mutate(byte[] original, Random random)
    {
        var record = original.ToArray();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(record.Length);
            switch (random.Next(4))
            {
                case 0: record[at] = (byte)random.Next(256); break;
                case 1: record[at] = (byte)"{}[]\",:\\u0-e. \n"[random.Next(15)]; break;
                case 2: record = [.. record[..at], .. record[random.Next(record.Length)..]]; break;
                default: record = [.. record[..at], (byte)"\"\\{}[]0"[random.Next(7)], .. record[at..]]; break;
            }
            if (record.Length == 0) record = [0];
        }
        return record;
    }

    static bool IsObject(byte[] record)
    {
        if (!System.Text.Unicode.Utf8.IsValid(record)) return false;
        var reader = new Utf8JsonReader(record);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
