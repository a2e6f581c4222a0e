using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;

namespace Schemas.Tests;

public sealed class WrongEventTests
{
    const string Date = "1705312200000";

    static string Flat(string header = "", string entity = "", string top = "") => $$"""
        {
          "eventHeader": {"uuid": "u1", "eventName": "Paid", "eventType": "LoanPaymentSubmitted", "createdDate": {{Date}} {{header}}},
          "entities": [{
            "entityHeader": {"entityId": "P1", "entityType": "LoanPayment", "createdAt": {{Date}}, "updatedAt": {{Date}}},
            "id": "P1", "loanId": "L1", "amount": 12.5, "paymentDate": "2025-02-15T09:00:00Z" {{entity}}
          }] {{top}}
        }
        """;

    static string Canonical(string attributes) => $$"""
        {
          "eventHeader": {"uuid": "u1", "eventName": "Paid", "eventType": "LoanPaymentSubmitted", "createdDate": {{Date}}},
          "eventBody": {"entities": [{"entityType": "LoanPayment", "entityId": "P1", "updatedAttributes": {{attributes}} }]}
        }
        """;

    static string[] Fields(string json) =>
        [.. EventSchemas.For("LoanPaymentSubmitted")!.Validate(JsonElement.Parse(json)).Select(error => error.Path).Distinct()];

    [Fact]
    public void The_examples_of_this_class_are_right_to_begin_with()
    {
        Fields(Flat()).ShouldBeEmpty();
        Fields(Canonical("""{"payment": {"amount": "12.50"}}""")).ShouldBeEmpty();
        Fields(Canonical("""{"amount": "12.50"}""")).ShouldBeEmpty();
    }

    // Of a key named twice the last one counts, so each case overwrites one right field with a wrong one.
    [Theory]
    [InlineData("""
        , "uuid": 5
        """, "/eventHeader/uuid")]
    [InlineData("""
        , "uuid": ""
        """, "/eventHeader/uuid")]
    [InlineData("""
        , "eventName": null
        """, "/eventHeader/eventName")]
    [InlineData("""
        , "eventType": "CarCreated"
        """, "/eventHeader/eventType")]
    [InlineData("""
        , "createdDate": "yesterday"
        """, "/eventHeader/createdDate")]
    [InlineData("""
        , "createdDate": "2025-02-30T00:00:00Z"
        """, "/eventHeader/createdDate")]
    [InlineData("""
        , "createdDate": "2025-02-15T09:00:00"
        """, "/eventHeader/createdDate")]
    [InlineData("""
        , "createdDate": 1e300
        """, "/eventHeader/createdDate")]
    [InlineData("""
        , "savedDate": 1.5
        """, "/eventHeader/savedDate")]
    [InlineData("""
        , "savedDate": true
        """, "/eventHeader/savedDate")]
    [InlineData("""
        , "colour": "red"
        """, "/eventHeader/colour")]
    public void A_wrong_header_field_is_named(string header, string field) => Fields(Flat(header: header)).ShouldBe([field]);

    [Theory]
    [InlineData("""
        , "amount": "a lot"
        """, "/entities/0/amount")]
    [InlineData("""
        , "amount": 12.505
        """, "/entities/0/amount")]
    [InlineData("""
        , "amount": -1
        """, "/entities/0/amount")]
    [InlineData("""
        , "amount": "-1.00"
        """, "/entities/0/amount")]
    [InlineData("""
        , "amount": "12.00\n"
        """, "/entities/0/amount")]
    [InlineData("""
        , "amount": {}
        """, "/entities/0/amount")]
    [InlineData("""
        , "loanId": 7
        """, "/entities/0/loanId")]
    [InlineData("""
        , "paymentDate": []
        """, "/entities/0/paymentDate")]
    [InlineData("""
        , "entityHeader": {"entityId": "P1", "entityType": "Loan", "createdAt": 1, "updatedAt": 1}
        """, "/entities/0/entityHeader/entityType")]
    [InlineData("""
        , "entityHeader": {"entityId": "P1", "entityType": "LoanPayment", "createdAt": 1}
        """, "/entities/0/entityHeader/updatedAt")]
    [InlineData("""
        , "entityHeader": "P1"
        """, "/entities/0/entityHeader")]
    [InlineData("""
        , "financialInstitution": {"contact": {"email": "nobody"}}
        """, "/entities/0/financialInstitution/contact/email")]
    [InlineData("""
        , "paymentHistory": [{"amount": "1.00"}, {"amount": true}]
        """, "/entities/0/paymentHistory/1/amount")]
    public void A_wrong_attribute_is_named(string entity, string field) => Fields(Flat(entity: entity)).ShouldBe([field]);

    [Theory]
    [InlineData("""
        , "entities": []
        """, "/entities")]
    [InlineData("""
        , "entities": {}
        """, "/entities")]
    [InlineData("""
        , "entities": [null]
        """, "/entities/0")]
    [InlineData("""
        , "eventHeader": null
        """, "/eventHeader")]
    [InlineData("""
        , "extra": 1
        """, "/extra")]
    public void A_wrong_top_level_field_is_named(string top, string field) => Fields(Flat(top: top)).ShouldBe([field]);

    [Theory]
    [InlineData("""{"payment": {"amount": "much"}}""", "/eventBody/entities/0/updatedAttributes/payment/amount")]
    [InlineData("""{"amount": "much"}""", "/eventBody/entities/0/updatedAttributes/amount")]
    [InlineData("""{"amount": "1", "paymentDate": "soon"}""", "/eventBody/entities/0/updatedAttributes/paymentDate")]
    [InlineData("""{}""", "/eventBody/entities/0/updatedAttributes")]
    [InlineData("""[]""", "/eventBody/entities/0/updatedAttributes")]
    public void A_wrong_attribute_of_the_canonical_shape_is_named(string attributes, string field) =>
        Fields(Canonical(attributes)).ShouldBe([field]);

    [Fact]
    public void Both_shapes_at_once_are_refused() =>
        Fields(Flat(top: """, "eventBody": {"entities": []}""")).ShouldBe(["/eventBody/entities", "/entities"], ignoreOrder: true);

    [Fact]
    public void Every_missing_field_is_named()
    {
        Fields("{}").ShouldBe(["/eventHeader", "/entities"], ignoreOrder: true);
        Fields("""{"eventHeader": {}, "entities": [{"entityHeader": {}}]}""").ShouldBe(
            [
                "/eventHeader/uuid", "/eventHeader/eventName", "/eventHeader/eventType", "/eventHeader/createdDate",
                "/entities/0/entityHeader/entityId", "/entities/0/entityHeader/entityType", "/entities/0/entityHeader/createdAt",
                "/entities/0/entityHeader/updatedAt", "/entities/0/id", "/entities/0/loanId", "/entities/0/amount",
                "/entities/0/paymentDate",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    public void What_is_no_object_is_refused_once(string json) => Fields(json).ShouldBe([""]);

    [Fact]
    public void Errors_are_bounded()
    {
        var entities = string.Join(",", Enumerable.Repeat("{}", 100));

        var errors = EventSchemas.For("LoanPaymentSubmitted")!.Validate(JsonElement.Parse($$"""{"entities": [{{entities}}]}"""));

        errors.Count.ShouldBe(JsonSchema.MaxErrors);
    }

    [Fact]
    public void Bounds_are_those_of_the_contracts()
    {
        string Event(int entities, int nameLength) => $$"""
            {"eventHeader": {"uuid": "{{new string('u', nameLength)}}", "eventName": "n", "eventType": "LoanPaymentSubmitted",
                             "createdDate": 1},
             "eventBody": {"entities": [{{string.Join(',', Enumerable.Repeat(
                 """{"entityType": "LoanPayment", "entityId": "P1", "updatedAttributes": {"amount": 1}}""", entities))}}]} }
            """;

        Fields(Event(Limits.MaxEntities, Limits.MaxNameLength)).ShouldBeEmpty();
        Fields(Event(Limits.MaxEntities + 1, Limits.MaxNameLength)).ShouldBe(["/eventBody/entities"]);
        Fields(Event(Limits.MaxEntities, Limits.MaxNameLength + 1)).ShouldBe(["/eventHeader/uuid"]);
    }

    [Fact]
    public void Every_required_field_of_every_sample_is_missed_when_it_is_gone()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples", "events"), "*.json"))
        {
            var schema = EventSchemas.For(JsonNode.Parse(File.ReadAllText(file))!["eventHeader"]!["eventType"]!.GetValue<string>())!;
            var names = JsonNode.Parse(File.ReadAllText(file))!["entities"]![0]!.AsObject().Select(each => each.Key).ToList();
            foreach (var name in names)
            {
                var root = JsonNode.Parse(File.ReadAllText(file))!;
                root["entities"]![0]!.AsObject().Remove(name);

                schema.Validate(JsonElement.Parse(root.ToJsonString())).ShouldHaveSingleItem().Path.ShouldBe($"/entities/0/{name}");
            }
        }
    }

    [Fact]
    public void A_service_event_may_update_its_car_as_well_but_nothing_else()
    {
        static string Event(string first, string second) => $$"""
            {"eventHeader": {"uuid": "u1", "eventName": "n", "eventType": "CarServiceDone", "createdDate": 1},
             "eventBody": {"entities": [
               {"entityType": "{{first}}", "entityId": "1", "updatedAttributes": {"description": "x", "id": "1"} },
               {"entityType": "{{second}}", "entityId": "2", "updatedAttributes": {"mileage": 12} }]} }
            """;
        string[] Wrong(string json) =>
            [.. EventSchemas.For("CarServiceDone")!.Validate(JsonElement.Parse(json)).Select(error => error.Path)];

        Wrong(Event("ServiceRecord", "Car")).ShouldBeEmpty();
        Wrong(Event("Car", "ServiceRecord")).ShouldBe(["/eventBody/entities/0/entityType"]);
        Wrong(Event("ServiceRecord", "Loan")).ShouldBe(["/eventBody/entities/1/entityType"]);
    }

    [Fact]
    public void A_lone_surrogate_is_an_error_and_no_exception() =>
        EventSchemas.For("LoanPaymentSubmitted")!.Validate(JsonElement.Parse(Flat(entity: """, "loanId": "\ud800" """)))
            .ShouldHaveSingleItem().Message.ShouldContain("not Unicode");
}
