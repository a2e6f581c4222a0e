using System.Text;

namespace Producers.Tests;

public sealed class DomainTests(ThreeProducers producers)
{
    const string Tesla = """
        {"vin":"5TDJKRFH4LS123456","make":"Tesla","model":"Model S","year":2025,"owner":{"firstName":"Ada","lastName":"Byron"}}
        """;

    [Theory]
    [InlineData("cars", "/cars", Tesla, "CarCreated")]
    [InlineData("loans", "/loans", """{"carId":"CAR-1","loanAmount":"50000.00","interestRate":0.045,"termMonths":60}""", "LoanCreated")]
    [InlineData("payments", "/payments",
        """{"loanId":"LOAN-1","amount":932.16,"paymentDate":"2025-02-15T09:00:00Z"}""", "LoanPaymentSubmitted")]
    public async Task A_domain_request_makes_the_entity_and_records_its_event(string service, string path, string body, string eventType)
    {
        var answer = await producers[service].Post(path, body);

        answer.Status.ShouldBe(201, answer.Text);
        var (id, uuid) = (answer.Json.GetProperty("id").GetString()!, answer.Json.GetProperty("uuid").GetString()!);
        Guid.Parse(uuid).Version.ShouldBe(7);
        answer.Location!.ToString().ShouldBe($"{path}/{id}");
        var entity = await producers[service].Get(answer.Location.ToString());
        entity.Json.GetProperty("eventId").GetString().ShouldBe(uuid);
        (await producers.Postgres.Value<bool>(service, """
            SELECT event_type = $2 AND event_data->'eventBody'->'entities'->0->>'entityId' = $3 AND created_date IS NOT NULL
            FROM business_events WHERE id = $1
            """, uuid, eventType, id)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_service_of_a_car_is_recorded_under_the_car_of_the_path()
    {
        var car = (await producers.Cars.Post("/cars", Tesla)).Json.GetProperty("id").GetString();

        var answer = await producers.Cars.Post($"/cars/{car}/services",
            """{"id":"own-id","serviceDate":"2025-03-10T11:30:00Z","amountPaid":350.00,"dealerId":"DEALER-001"}""");

        answer.Status.ShouldBe(201, answer.Text);
        var service = (await producers.Cars.Get("/services/own-id")).Json;
        service.GetProperty("carId").GetString().ShouldBe(car);
        service.GetProperty("amountPaid").GetDecimal().ShouldBe(350.00m);
    }

    [Fact]
    public async Task The_same_request_with_the_same_key_is_done_once()
    {
        var key = Events.NewId("key");

        var first = await producers.Cars.Post("/cars", Encoding.UTF8.GetBytes(Tesla), idempotencyKey: key);
        var again = await producers.Cars.Post("/cars", Encoding.UTF8.GetBytes(Tesla), idempotencyKey: key);
        var other = await producers.Cars.Post("/cars", Encoding.UTF8.GetBytes(Tesla.Replace("2025", "2024")), idempotencyKey: key);

        first.Status.ShouldBe(201);
        again.Status.ShouldBe(200);
        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        other.Status.ShouldBe(409);
    }

    [Fact]
    public async Task The_same_request_with_the_same_key_at_once_is_done_once()
    {
        var key = Events.NewId("key");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            producers.Cars.Post("/cars", Encoding.UTF8.GetBytes(Tesla), idempotencyKey: key)));

        answers.Count(answer => answer.Status == 201).ShouldBe(1);
        answers.Count(answer => answer.Status == 200).ShouldBe(19);
    }

    [Fact]
    public async Task Pages_walk_all_entities_once_in_the_order_of_their_ids()
    {
        var ids = new List<string>();
        for (var after = ""; ;)
        {
            var page = (await producers.Cars.Get($"/cars?limit=7&after={Uri.EscapeDataString(after)}")).Json;
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            if (page.GetProperty("next").GetString() is not { } next) break;
            after = next;
        }

        ids.Distinct().Count().ShouldBe(ids.Count);
        ids.Count.ShouldBe((int)await producers.Postgres.Value<long>("cars", "SELECT count(*) FROM cars"));
    }

    [Fact]
    public async Task Documentation_shows_the_samples()
    {
        var document = await producers["loans"].Get("/swagger/v1/swagger.json");
        var page = await producers["loans"].Get("/swagger/index.html");

        document.Status.ShouldBe(200, document.Text);
        var post = document.Json.GetProperty("paths").GetProperty("/api/v1/events").GetProperty("post").GetProperty("requestBody");
        var examples = post.GetProperty("content").GetProperty("application/json").GetProperty("examples");
        examples.GetProperty("loan-created").GetProperty("value").GetProperty("eventHeader").GetProperty("eventType").GetString()
            .ShouldBe("LoanCreated");
        document.Text.ShouldContain("First National Bank");
        document.Json.GetProperty("paths").TryGetProperty("/loans", out _).ShouldBeTrue();
        page.Status.ShouldBe(200);
    }
}
