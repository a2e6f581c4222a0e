using System.Text.Json.Nodes;

namespace Producers.Tests;

public sealed class WrongRequestTests(ThreeProducers producers)
{
    public static IEnumerable<TheoryDataRow<string>> Kinds => WrongRequests.All.Keys.Select(kind => new TheoryDataRow<string>(kind));

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_wrong_request_names_the_field_and_stores_nothing(string kind)
    {
        var request = WrongRequests.All[kind]();
        var before = await producers.Postgres.Rows("cars");

        var answer = await producers.Cars.Post(request.Path, request.Body, request.ContentType);

        answer.Status.ShouldBe(request.Status, answer.Text);
        answer.ContentType.ShouldBe("application/problem+json");
        answer.Json.GetProperty("status").GetInt32().ShouldBe(request.Status);
        answer.Fields.ShouldNotBeEmpty();
        if (request.Field != "*") answer.Fields.ShouldContain(request.Field, answer.Text);
        foreach (var error in answer.Json.GetProperty("errors").EnumerateArray())
        {
            error.GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        }
        (await producers.Postgres.Rows("cars")).ShouldBe(before);
    }

    [Fact]
    public async Task All_mistakes_of_an_event_are_named_together()
    {
        var car = Events.Car(root =>
        {
            root["eventHeader"]!.AsObject().Remove("eventName");
            root["eventHeader"]!["createdDate"] = "never";
            root.Entity()["year"] = 1;
            root.Entity().AsObject().Remove("make");
        });

        var answer = await producers.Cars.Post("/api/v1/events", car.ToJsonString());

        answer.Status.ShouldBe(400);
        answer.Fields.ShouldBe(["/eventHeader/eventName", "/eventHeader/createdDate", "/entities/0/year", "/entities/0/make"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task An_event_of_another_service_is_refused_with_that_service_s_name()
    {
        var answer = await producers["payments"].Post("/api/v1/events", Events.Sample("loan-created"));

        answer.Status.ShouldBe(400);
        answer.Text.ShouldContain("LoanCreated belongs to the service loans");
    }

    [Fact]
    public async Task An_unknown_event_type_is_refused_with_the_types_of_the_service()
    {
        var answer = await producers.Cars.Post("/api/v1/events",
            Events.Car(root => root["eventHeader"]!["eventType"] = "CarSold").ToJsonString());

        answer.Text.ShouldContain("CarCreated, CarServiceDone");
    }

    [Fact]
    public async Task The_same_uuid_with_other_content_is_a_conflict_and_changes_nothing()
    {
        var car = Events.Car();
        (await producers.Cars.Post("/api/v1/events", car.ToJsonString())).Status.ShouldBe(201);
        var before = await producers.Postgres.Rows("cars");
        car.Entity()["color"] = "Red";

        var answer = await producers.Cars.Post("/api/v1/events", car.ToJsonString());

        answer.Status.ShouldBe(409);
        answer.Fields.ShouldBe(["/eventHeader/uuid"]);
        (await producers.Postgres.Rows("cars")).ShouldBe(before);
        (await producers.Cars.Get($"/cars/{car.Uuid()}")).Json.GetProperty("color").GetString().ShouldBe("Midnight Silver");
    }

    [Fact]
    public async Task The_same_event_in_other_words_is_the_same_event()
    {
        var car = Events.Car(root => root.Entity()["totalBalance"] = JsonNode.Parse("10.50"));
        (await producers.Cars.Post("/api/v1/events", car.ToJsonString())).Status.ShouldBe(201);
        var reordered = new JsonObject([.. car.AsObject().Reverse()
            .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))]);
        var text = reordered.ToJsonString(new() { WriteIndented = true }).Replace("10.50", "1.05e1");

        (await producers.Cars.Post("/api/v1/events", text)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("PUT", "/api/v1/events", 405)]
    [InlineData("DELETE", "/api/v1/events/bulk", 405)]
    [InlineData("GET", "/cars/nobody", 404)]
    [InlineData("GET", "/cars/%00", 400)]
    [InlineData("GET", "/cars?limit=0", 400)]
    [InlineData("GET", "/cars?limit=many", 400)]
    [InlineData("GET", "/api/v1/events/nothing", 404)]
    public async Task A_wrong_address_or_method_is_a_problem_too(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await producers.Cars.Client.SendAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task The_largest_event_is_accepted()
    {
        var car = Events.Car();
        car.Entity()["description"] = "";
        car.Entity()["description"] = new string('x', Contracts.Limits.MaxEventBytes - car.ToJsonString().Length);

        (await producers.Cars.Post("/api/v1/events", car.ToJsonString())).Status.ShouldBe(201);
    }
}
