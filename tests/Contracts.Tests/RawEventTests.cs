using System.Text;

namespace Contracts.Tests;

public sealed class RawEventTests
{
    static RawEvent Read(string json)
    {
        RawEvent.TryRead(Encoding.UTF8.GetBytes(json), out var raw, out var error).ShouldBeTrue(error);
        error.ShouldBeEmpty();
        return raw!;
    }

    static string Error(string json) => Error(Encoding.UTF8.GetBytes(json));

    static string Error(byte[] value)
    {
        RawEvent.TryRead(value, out var raw, out var error).ShouldBeFalse();
        raw.ShouldBeNull();
        error.ShouldNotBeEmpty();
        return error;
    }

    // As recorded from Debezium, on one line there.
    static string Flat(string more = "") => $$"""
        {"id":"a1","event_name":"Loan Created","event_type":"LoanCreated","created_date":"2026-01-02T03:04:05.000000Z",
        "saved_date":"2026-01-02T03:04:05.123456Z","event_data":"{\"total\": 12.50, \"text\": \"\uD83D\uDE00 \\\"x\\\"\"}",
        "__deleted":"false","__op":"c","__table":"business_events","__ts_ms":1795242960386{{more}}}
        """;

    [Fact]
    public void The_flat_record_of_change_capture_is_read()
    {
        var raw = Read(Flat());

        (raw.Id, raw.EventName, raw.EventType, raw.Op, raw.Deleted).ShouldBe(("a1", "Loan Created", "LoanCreated", "c", false));
        raw.CreatedDate.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        raw.SavedDate.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234560));
        raw.EventTime.ShouldBe(raw.CreatedDate);
        raw.EventData.ShouldBe("""{"total": 12.50, "text": "😀 \"x\""}""");
    }

    [Fact]
    public void The_basic_connector_without_op_means_a_create() =>
        Read("""{"id":"a","event_name":"n","event_type":null,"created_date":null,"saved_date":null,"event_data":"{}"}""")
            .ShouldBe(new RawEvent { Id = "a", EventName = "n", EventData = "{}", Op = "c" });

    [Fact]
    public void The_record_of_a_removed_row_is_read_as_removed()
    {
        var raw = Read("""
            {"id":"a2","event_name":"","event_type":null,"created_date":null,"saved_date":null,"event_data":"",
            "__deleted":"true","__op":"d"}
            """);

        (raw.Deleted, raw.Op, raw.EventTime).ShouldBe((true, "d", null));
        Read("""{"id":"a","event_name":"","event_data":null,"__op":"d"}""").Deleted.ShouldBeTrue();
        Read("""{"id":"a","event_name":"","__deleted":true}""").Op.ShouldBe("d");
    }

    [Theory]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    [InlineData("+10000-01-01T00:00:00.000000Z")]
    [InlineData("-0043-03-15T00:00:00.000000Z")]
    [InlineData("0000-12-31T00:00:00.000000Z")]
    public void A_date_that_only_PostgreSQL_can_hold_is_unknown(string date)
    {
        var raw = Read(Flat($",\"created_date\":\"{date}\""));

        raw.CreatedDate.ShouldBeNull();
        raw.EventTime.ShouldBe(raw.SavedDate);
    }

    [Fact]
    public void Of_a_key_named_twice_the_last_counts() => Read(Flat(""","id":"a9","__op":"u" """)).ShouldSatisfyAllConditions(
        raw => raw.Id.ShouldBe("a9"),
        raw => raw.Op.ShouldBe("u"));

    [Fact]
    public void Escaped_column_names_and_unknown_columns_are_no_obstacle() =>
        Read("""{"\u0069d":"a","more":{"id":"no","list":[1,{"id":"no"}]},"event_name":"n","event_data":"{}"}""").Id.ShouldBe("a");

    [Fact]
    public void An_event_that_is_nested_instead_of_quoted_is_read() =>
        Read("""{"id":"a","event_name":"n","event_data":{"b": [1, {"c": 2.50}]},"__op":"r"}""").EventData
            .ShouldBe("""{"b": [1, {"c": 2.50}]}""");

    [Theory]
    [InlineData("""
        "entities":[{"entityHeader":{"entityId":"C1","entityType":"Car"},"vin":"v"}]
        """)]
    [InlineData("""
        "eventBody":{"entities":[{"entityType":"Car","entityId":"C1","updatedAttributes":{"car":{"vin":"v"}}}]}
        """)]
    public void A_bare_event_of_either_shape_is_read(string body)
    {
        var header = """ "eventHeader":{"uuid":"u1","eventName":"n","eventType":"CarCreated","createdDate":1705312200000} """;
        var json = $"{{{header},{body}}}";

        var raw = Read(json);

        (raw.Id, raw.EventName, raw.EventType, raw.Op, raw.EventData).ShouldBe(("u1", "n", "CarCreated", "c", json));
        raw.CreatedDate.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1705312200000));
        raw.ReadEvent().Entities.ShouldHaveSingleItem().Attributes.GetProperty("vin").GetString().ShouldBe("v");
    }

    [Theory]
    [InlineData("", "no value")]
    [InlineData("null", "not an object")]
    [InlineData("[]", "not an object")]
    [InlineData("{", "not JSON")]
    [InlineData("{} {}", "not JSON")]
    [InlineData("{}", "'id' is missing")]
    [InlineData("""{"id":"a"}""", "'event_name' is missing")]
    [InlineData("""{"id":"a","event_name":"n"}""", "'event_data' is missing")]
    [InlineData("""{"id":"a","event_name":"n","event_data":null}""", "'event_data' is missing")]
    [InlineData("""{"id":7,"event_name":"n","event_data":"{}"}""", "'id' is Number at byte 6: expected a string")]
    [InlineData("""{"id":{"x":1},"event_name":"n","event_data":"{}"}""", "'id' is StartObject")]
    [InlineData("""{"id":"a","event_name":"n","event_data":5}""", "'event_data' is Number")]
    [InlineData("""{"id":"a","event_name":"n","event_data":"{}","created_date":"soon"}""", "'created_date': 'soon' is not a date")]
    [InlineData("""{"id":"a","event_name":"n","event_data":"{}","created_date":[]}""", "'created_date' is StartArray")]
    [InlineData("""{"id":"a","event_name":"n","event_data":"{}","__deleted":"maybe"}""", "'__deleted' is String")]
    [InlineData("""{"id":"\ud800","event_name":"n","event_data":"{}"}""", "not Unicode")]
    [InlineData("""{"eventHeader":{"uuid":"u1"}}""", "/eventHeader/eventName: is missing")]
    public void A_malformed_record_says_what_is_wrong_and_where(string json, string message) => Error(json).ShouldContain(message);

    [Fact]
    public void Hostile_bytes_are_errors_and_no_exceptions()
    {
        Error([.. "{\"id\":\""u8, 0xFF, 0xFE, .. "\",\"event_name\":\"n\",\"event_data\":\"{}\"}"u8]).ShouldContain("not Unicode");
        Error([0xEF, 0xBB, 0xBF, .. "{}"u8]).ShouldContain("not JSON");
        Error(new byte[Limits.MaxRecordBytes + 1]).ShouldContain("at most");
        Error($"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}").ShouldContain("levels");
    }

    [Fact]
    public void The_event_is_read_only_when_it_is_asked_for()
    {
        var raw = Read(Flat());

        raw.TryReadEvent(out var read, out var errors).ShouldBeFalse();
        read.ShouldBeNull();
        errors.ShouldContain(error => error.Field == "/eventHeader");
        Should.Throw<MalformedEventException>(() => raw.ReadEvent()).Errors.ShouldBe(errors);
    }
}
