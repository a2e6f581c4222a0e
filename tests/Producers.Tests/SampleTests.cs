using System.Text.Json.Nodes;

namespace Producers.Tests;

public sealed class SampleTests(ThreeProducers producers)
{
    public static IEnumerable<TheoryDataRow<string, string>> All => Events.Samples.Select(name => new TheoryDataRow<string, string>(name,
        name.StartsWith("loan-payment", StringComparison.Ordinal) ? "payments"
        : name.StartsWith("loan", StringComparison.Ordinal) ? "loans" : "cars"));

    [Theory, MemberData(nameof(All))]
    public async Task Every_sample_is_recorded_as_posted_with_its_entity(string name, string service)
    {
        var text = Events.Sample(name);
        var sample = JsonNode.Parse(text)!;
        var before = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);

        var answer = await producers[service].Post("/api/v1/events", text);
        var again = await producers[service].Post("/api/v1/events", JsonNode.Parse(text)!.ToJsonString());

        answer.Status.ShouldBe(201, answer.Text);
        answer.Json.GetProperty("uuid").GetString().ShouldBe(sample.Uuid());
        again.Status.ShouldBe(200, again.Text);
        var row = await producers.Postgres.Value<bool>(service, """
            SELECT event_data = $2::jsonb AND event_name = $2::jsonb->'eventHeader'->>'eventName'
              AND event_type = $2::jsonb->'eventHeader'->>'eventType'
              AND created_date = ($2::jsonb->'eventHeader'->>'createdDate')::timestamptz AND saved_date BETWEEN $3 AND now()
            FROM business_events WHERE id = $1
            """, sample.Uuid(), text, before);
        row.ShouldBeTrue();
        var entity = (await producers[service].Get($"/{Path(name, service)}/{(string)sample.Entity()["id"]!}")).Json;
        entity.GetProperty("eventId").GetString().ShouldBe(sample.Uuid());
        foreach (var (attribute, value) in sample.Entity().AsObject().Where(property => property.Key != "entityHeader"))
        {
            JsonNode.DeepEquals(JsonNode.Parse(entity.GetProperty("attributes").GetProperty(attribute).GetRawText()), value)
                .ShouldBeTrue(attribute);
        }
        (await producers[service].Get($"/api/v1/events/{sample.Uuid()}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Columns_hold_the_attributes_whatever_form_they_came_in()
    {
        var loan = Events.Of("loan-created-4k");
        (await producers["loans"].Post("/api/v1/events", loan.ToJsonString())).Status.ShouldBe(201);

        var stored = (await producers["loans"].Get($"/loans/{loan.Uuid()}")).Json;

        stored.GetProperty("financialInstitution").GetString().ShouldBe("First National Bank");
        stored.GetProperty("balance").GetDecimal().ShouldBe(17305.00m);
        stored.GetProperty("interestRate").GetDecimal().ShouldBe(7.06m);
        stored.GetProperty("attributes").GetProperty("balance").GetString().ShouldBe("17305.00");
        var car = Events.Of("car-created-4k");
        (await producers.Cars.Post("/api/v1/events", car.ToJsonString())).Status.ShouldBe(201);
        (await producers.Cars.Get($"/cars/{car.Uuid()}")).Json.GetProperty("owner").GetString().ShouldBe("Lisa Diaz");
    }

    [Fact]
    public async Task A_canonical_event_changes_only_the_attributes_it_gives()
    {
        var car = Events.Car();
        (await producers.Cars.Post("/api/v1/events", car.ToJsonString())).Status.ShouldBe(201);
        var wrapped = Events.Canonical(Events.NewId(), car.Uuid(), """{"mileage":1200,"sunroof":true}""");
        var flat = Events.Canonical(Events.NewId(), car.Uuid(), """{"color":"Red","totalBalance":"12.50"}""", wrapped: false);

        (await producers.Cars.Post("/api/v1/events", wrapped.ToJsonString())).Status.ShouldBe(201);
        (await producers.Cars.Post("/api/v1/events", flat.ToJsonString())).Status.ShouldBe(201);

        var stored = (await producers.Cars.Get($"/cars/{car.Uuid()}")).Json;
        stored.GetProperty("mileage").GetInt32().ShouldBe(1200);
        stored.GetProperty("color").GetString().ShouldBe("Red");
        stored.GetProperty("totalBalance").GetDecimal().ShouldBe(12.50m);
        stored.GetProperty("make").GetString().ShouldBe("Tesla");
        stored.GetProperty("attributes").GetProperty("sunroof").GetBoolean().ShouldBeTrue();
        stored.GetProperty("attributes").GetProperty("vin").GetString().ShouldBe("5TDJKRFH4LS123456");
    }

    static string Path(string name, string service) =>
        service == "cars" && name.Contains("service", StringComparison.Ordinal) ? "services" : service;
}
