using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;

namespace Routing.Tests.Support;

/// <summary>
/// Events of cars, loans and payments in no order, with updates, repeats, moves and missing sides, and what the joins of them must show in
/// the end: the newest of each by event time.
/// </summary>
public sealed class Finance
{
    const int Cars = 40;
    const int Loans = 120;
    const int Payments = 200;

    static int pipelines;

    readonly int scale;

    readonly Random random;
    readonly Dictionary<string, Fact> cars = [];
    readonly Dictionary<string, Fact> loans = [];
    readonly Dictionary<string, Fact> payments = [];
    int events;

    /// <param name="seed">Of the random events.</param>
    /// <param name="scale">How many times the keys of a small one.</param>
    public Finance(int seed, int scale = 1) => (random, this.scale) = (new Random(seed), scale);

    /// <summary>The newest version of an entity.</summary>
    sealed record Fact(long Time, string EventId, JsonObject Attributes);

    public string Name { get; } = $"finance{Environment.ProcessId}x{Interlocked.Increment(ref pipelines)}";

    public string LoansWithCars => $"{Name}-loans-with-cars";

    public string PaymentsWithLoans => $"{Name}-payments-with-loans";

    /// <summary>Topics of the joins, their outputs among them.</summary>
    public IEnumerable<string> Topics =>
    [
        LoansWithCars, PaymentsWithLoans,
        .. Contracts.Topics.OfJoin(Groups.Routing, Name, "ab", isByRow: true).Select(topic => topic.Name),
        .. Contracts.Topics.OfJoin(Groups.Routing, Name, "bc", isByRow: false).Select(topic => topic.Name),
    ];

    public string Yaml(string source) => $$"""
        name: {{Name}}
        sources: [{ id: source, topic: {{source}} }]
        joins:
          - id: ab
            type: latest
            kind: left
            enabled: true
            status: deployed
            many:
              as: loan
              conditions: [{ field: event_type, operator: equals, value: LoanCreated }]
              key: entity.id
              on: entity.carId
              mutableKey: true
            one:
              as: car
              conditions: [{ field: event_type, operator: equals, value: CarCreated }]
              key: entity.id
            select:
              loanId: loan.entity.id
              carId: loan.entity.carId
              amount: { from: loan.entity.amount, type: number }
              model: car.entity.model
            outputTopic: {{LoansWithCars}}
          - id: bc
            type: latest
            kind: left
            enabled: true
            status: deployed
            many:
              as: payment
              conditions: [{ field: event_type, operator: equals, value: LoanPaymentSubmitted }]
              key: entity.id
              on: entity.loanId
            one:
              as: loan
              conditions: [{ field: event_type, operator: equals, value: LoanCreated }]
              key: entity.id
            select:
              paymentId: payment.entity.id
              amount: { from: payment.entity.amount, type: number }
              loanAmount: { from: loan.entity.amount, type: number }
            outputTopic: {{PaymentsWithLoans}}
        """;

    /// <summary>So many events more.</summary>
    public List<TestRecord> Next(int count)
    {
        List<TestRecord> records = [];
        while (records.Count < count)
        {
            records.Add(random.Next(10) switch
            {
                < 2 => Event("Car", "CarCreated", cars, Cars * scale, _ => new JsonObject { ["model"] = $"model {random.Next(1_000)}" }),
                < 7 => Event("Loan", "LoanCreated", loans, Loans * scale, _ => new JsonObject
                {
                    ["carId"] = random.Next(12) == 0 ? null : $"Car-{random.Next(Cars * scale + 5)}",
                    ["amount"] = random.Next(100_000) / 4m,
                }),
                _ => Event("Payment", "LoanPaymentSubmitted", payments, Payments * scale, id => new JsonObject
                {
                    ["loanId"] = $"Loan-{int.Parse(id.Split('-')[1]) * 7 % (Loans * scale + 9)}",
                    ["amount"] = random.Next(1_000),
                }),
            });
            if (random.Next(6) == 0) records.Add(records[random.Next(records.Count)]);
        }
        return records;
    }

    /// <summary>The final value of each loan.</summary>
    public Dictionary<string, string> ExpectedLoans => loans.ToDictionary(loan => loan.Key, loan => Text(new JsonObject
    {
        ["loanId"] = loan.Key,
        ["carId"] = loan.Value.Attributes["carId"]?.DeepClone(),
        ["amount"] = loan.Value.Attributes["amount"]!.DeepClone(),
        ["model"] = (string?)loan.Value.Attributes["carId"] is { } car && cars.TryGetValue(car, out var found)
            ? found.Attributes["model"]!.DeepClone()
            : null,
    }));

    /// <summary>The final value of each payment.</summary>
    public Dictionary<string, string> ExpectedPayments => payments.ToDictionary(payment => payment.Key, payment => Text(new JsonObject
    {
        ["paymentId"] = payment.Key,
        ["amount"] = payment.Value.Attributes["amount"]!.DeepClone(),
        ["loanAmount"] = loans.TryGetValue((string)payment.Value.Attributes["loanId"]!, out var loan)
            ? loan.Attributes["amount"]!.DeepClone()
            : null,
    }));

    /// <summary>Time and event id of the newest version of each loan.</summary>
    public Dictionary<string, string> LoanVersions => Versions(loans);

    /// <summary>The same of each car.</summary>
    public Dictionary<string, string> CarVersions => Versions(cars);

    /// <summary>Two equal values have one text: names in order, numbers without trailing zeros.</summary>
    public static string Text(JsonNode value) => string.Join(' ', value.AsObject().Select(member =>
        $"{member.Key}={(member.Value is JsonValue number && number.GetValueKind() == JsonValueKind.Number
            ? (decimal.Parse(number.ToJsonString()) / 1.000000000000000000m).ToString("G29")
            : member.Value?.ToJsonString())}"));

    static Dictionary<string, string> Versions(Dictionary<string, Fact> facts) =>
        facts.ToDictionary(fact => fact.Key, fact => $"{fact.Value.Time} {fact.Value.EventId}");

    TestRecord Event(
        string entity, string type, Dictionary<string, Fact> known, int ids, Func<string, JsonObject> attributes)
    {
        var id = $"{entity}-{random.Next(ids)}";
        var eventId = $"{++events:D8}";
        var time = 1_700_000_000_000 + random.Next(50);
        var made = attributes(id);
        if (!known.TryGetValue(id, out var newest) || (time, eventId).CompareTo((newest.Time, newest.EventId)) > 0)
            known[id] = new Fact(time, eventId, made);
        var body = new JsonObject
        {
            ["eventHeader"] = new JsonObject { ["uuid"] = eventId },
            ["entities"] = new JsonArray(new JsonObject
            {
                ["entityHeader"] = new JsonObject { ["entityId"] = id, ["entityType"] = entity },
            }),
        };
        foreach (var (name, value) in made) body["entities"]![0]![name] = value?.DeepClone();
        var flat = new JsonObject
        {
            ["id"] = eventId,
            ["event_type"] = type,
            ["created_date"] = time,
            ["event_data"] = body.ToJsonString(),
            ["__op"] = "c",
        };
        return TestRecord.Of($$"""{"id":"{{eventId}}"}""", flat.ToJsonString());
    }
}
