using System.Text.Json;

namespace Contracts.Tests;

public sealed class BusinessEventTests
{
    static BusinessEvent Read(string json)
    {
        BusinessEvent.TryParse(json, out var read, out var errors).ShouldBeTrue(string.Join("; ", errors));
        return read!;
    }

    static string[] Wrong(string json)
    {
        BusinessEvent.TryParse(json, out var read, out var errors).ShouldBeFalse();
        read.ShouldBeNull();
        return [.. errors.Select(error => error.Field)];
    }

    static string Flat(string header = "", string entity = "") => $$"""
        {"eventHeader": {"uuid": "u1", "eventName": "Loan Created", "eventType": "LoanCreated",
                         "createdDate": "2025-01-15T10:30:00Z" {{header}}},
         "entities": [{"entityHeader": {"entityId": "L1", "entityType": "Loan"}, "id": "L1", "balance": "17305.00" {{entity}} }]}
        """;

    static string Canonical(string attributes) => $$"""
        {"eventHeader": {"uuid": "u1", "eventName": "LoanCreated", "eventType": "LoanCreated",
                         "createdDate": 1705312200000, "savedDate": null},
         "eventBody": {"entities": [{"entityType": "Loan", "entityId": "L1", "updatedAttributes": {{attributes}} }]} }
        """;

    [Fact]
    public void The_flat_shape_is_read_without_its_entity_header()
    {
        var read = Read(Flat());

        (read.Uuid, read.EventName, read.EventType).ShouldBe(("u1", "Loan Created", "LoanCreated"));
        read.CreatedDate.ShouldBe(DateTimeOffset.Parse("2025-01-15T10:30:00Z"));
        read.EventTime.ShouldBe(read.CreatedDate);
        read.SavedDate.ShouldBeNull();
        var entity = read.Entities.ShouldHaveSingleItem();
        (entity.Type, entity.Id).ShouldBe(("Loan", "L1"));
        entity.Attributes.GetRawText().ShouldBe("""{"id":"L1","balance":"17305.00"}""");
    }

    [Theory]
    [InlineData("""{"loan": {"balance": 1.50}}""", """{"balance": 1.50}""")]
    [InlineData("""{"balance": 1.50}""", """{"balance": 1.50}""")]
    [InlineData("""{"owner": {"name": "x"}, "balance": 1}""", """{"owner": {"name": "x"}, "balance": 1}""")]
    [InlineData("""{"car": {"owner": {"name": "x"}}}""", """{"owner": {"name": "x"}}""")]
    [InlineData("""{"loan": 1, "loan": {"balance": 1}}""", """{"balance": 1}""")]
    [InlineData("{}", "{}")]
    public void The_canonical_shape_is_read_flat_or_wrapped(string attributes, string expected)
    {
        var read = Read(Canonical(attributes));

        read.Entities.ShouldHaveSingleItem().Attributes.GetRawText().ShouldBe(expected);
        read.CreatedDate.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1705312200000));
        read.SavedDate.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Samples))]
    public void Every_sample_is_read(string sample)
    {
        var read = Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", sample)));

        EventTypes.Owners.Keys.ShouldContain(read.EventType!);
        read.EventTime.ShouldNotBeNull();
        var entity = read.Entities.ShouldHaveSingleItem();
        entity.Attributes.GetProperty("id").GetString().ShouldBe(entity.Id);
        entity.Attributes.TryGetProperty("entityHeader", out _).ShouldBeFalse();
    }

    public static TheoryData<string> Samples()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples");
        var files = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories);
        return [.. files.Select(file => Path.GetRelativePath(folder, file)).Order()];
    }

    [Theory]
    [InlineData("""
        , "uuid": 7
        """, "/eventHeader/uuid")]
    [InlineData("""
        , "uuid": ""
        """, "/eventHeader/uuid")]
    [InlineData("""
        , "eventName": null
        """, "/eventHeader/eventName")]
    [InlineData("""
        , "eventType": []
        """, "/eventHeader/eventType")]
    [InlineData("""
        , "createdDate": "soon"
        """, "/eventHeader/createdDate")]
    [InlineData("""
        , "savedDate": 1e30
        """, "/eventHeader/savedDate")]
    public void A_wrong_header_field_is_named(string header, string field) => Wrong(Flat(header: header)).ShouldBe([field]);

    [Theory]
    [InlineData("{}", "/eventHeader /entities")]
    [InlineData("""{"eventHeader": {"uuid": "u", "eventName": "n"}, "entities": []}""", "/entities")]
    [InlineData("""{"eventHeader": {"uuid": "u", "eventName": "n"}, "entities": [1, {}, {"entityHeader": {"entityId": "x"}}]}""",
        "/entities/0 /entities/1/entityHeader /entities/2/entityHeader/entityType")]
    [InlineData("""{"eventHeader": {"uuid": "u", "eventName": "n"}, "eventBody": 1}""", "/eventBody")]
    [InlineData("""
        {"eventHeader": {"uuid": "u", "eventName": "n"}, "eventBody": {"entities": [{"entityType": "Loan", "entityId": "1"}]}}
        """,
        "/eventBody/entities/0/updatedAttributes")]
    [InlineData("[]", "")]
    [InlineData("not json", "")]
    public void Every_missing_field_is_named(string json, string fields) => string.Join(' ', Wrong(json)).ShouldBe(fields);

    [Fact]
    public void Names_are_bounded_in_characters_as_PostgreSQL_counts_them()
    {
        string Uuid(string text) => Flat(header: $", \"uuid\": \"{text}\"");

        Read(Uuid(string.Concat(Enumerable.Repeat("😀", 255)))).Uuid.Length.ShouldBe(510);
        Wrong(Uuid(string.Concat(Enumerable.Repeat("😀", 256)))).ShouldBe(["/eventHeader/uuid"]);
        Wrong(Uuid(new string('x', 256))).ShouldBe(["/eventHeader/uuid"]);
    }

    [Fact]
    public void Entities_and_depth_are_bounded()
    {
        var entity = """{"entityHeader": {"entityId": "L1", "entityType": "Loan"}}""";
        var header = """{"eventHeader": {"uuid": "u", "eventName": "n"}, "entities": [""";

        Read($"{header}{string.Join(',', Enumerable.Repeat(entity, Limits.MaxEntities))}]}}").Entities.Count.ShouldBe(Limits.MaxEntities);
        Wrong($"{header}{string.Join(',', Enumerable.Repeat(entity, Limits.MaxEntities + 1))}]}}").ShouldBe(["/entities"]);
        Wrong(Flat(entity: $", \"deep\": {new string('[', 40)}{new string(']', 40)}")).ShouldBe([""]);
        Wrong(Flat(entity: $", \"big\": \"{new string('x', Limits.MaxRecordBytes)}\"")).ShouldBe([""]);
    }

    [Theory]
    [InlineData("""
        , "uuid": "\ud800"
        """)]
    [InlineData("""
        , "\udc00": 1, "uuid": "\udc00"
        """)]
    public void Text_that_is_not_Unicode_is_an_error_and_no_exception(string header) => Wrong(Flat(header: header)).ShouldBe([""]);

    [Fact]
    public void Attributes_that_are_not_Unicode_are_an_error_or_kept_but_never_an_exception()
    {
        Should.NotThrow(() => BusinessEvent.TryParse(Flat(entity: """, "\ud800": "\ud800" """), out _, out _));
        Should.NotThrow(() => BusinessEvent.TryParse(Canonical("""{"\ud800": {"a": "\ud800"}}"""), out _, out _));
    }

    [Fact]
    public void An_element_that_outlives_its_text_stays_readable()
    {
        BusinessEvent read;
        using (var document = JsonDocument.Parse(Flat()))
        {
            BusinessEvent.TryRead(document.RootElement, out var parsed, out _).ShouldBeTrue();
            read = parsed!;
        }

        read.Entities[0].Attributes.GetProperty("balance").GetString().ShouldBe("17305.00");
    }
}
