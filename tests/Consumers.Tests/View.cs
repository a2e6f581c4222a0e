using System.Text.Json;
using System.Text.Json.Nodes;
using Contracts;
using Microsoft.AspNetCore.Builder;

namespace Consumers.Tests;

/// <summary>One of the four consumers, as the tests know it: independent of the consumer's own table.</summary>
/// <param name="Name">Name of view and route.</param>
/// <param name="Build">The service.</param>
/// <param name="EventType">The type of event it follows.</param>
/// <param name="EntityType">The type of entity it keeps.</param>
/// <param name="Columns">Name and kind of each column: s text, n number, t time.</param>
public sealed record View(string Name, Func<string[], WebApplication> Build, string EventType, string EntityType, string Columns)
{
    public static View Cars { get; } = new("cars", CarConsumer.Service.Build, EventTypes.CarCreated, "Car",
        "vin:s make:s model:s year:n color:s mileage:n owner:s totalBalance:n lastServiceDate:t lastLoanPaymentDate:t");

    public static View Loans { get; } = new("loans", LoanConsumer.Service.Build, EventTypes.LoanCreated, "Loan",
        "carId:s financialInstitution:s balance:n loanAmount:n interestRate:n termMonths:n monthlyPayment:n status:s "
        + "startDate:t lastPaidDate:t");

    public static View Payments { get; } = new("payments", LoanPaymentConsumer.Service.Build, EventTypes.LoanPaymentSubmitted,
        "LoanPayment", "loanId:s amount:n paymentDate:t");

    public static View Services { get; } = new("services", ServiceConsumer.Service.Build, EventTypes.CarServiceDone, "ServiceRecord",
        "carId:s serviceDate:t amountPaid:n dealerId:s dealerName:s mileageAtService:n description:s");

    public static IReadOnlyList<View> All { get; } = [Cars, Loans, Payments, Services];

    public override string ToString() => Name;

    /// <summary>Compares a row of the API with the event it came from, field by field.</summary>
    public void ShouldMatch(JsonNode row, Sample sample, string? acceptedAt)
    {
        var attributes = sample.Attributes;
        row["id"]!.GetValue<string>().ShouldBe(sample.EntityId);
        row["eventId"]!.GetValue<string>().ShouldBe(sample.Uuid);
        Moment(row["eventTime"]).ShouldBe(sample.Created);
        Moment(row["acceptedAt"]).ShouldBe(Moment(acceptedAt));
        Moment(row["committedAt"]).ShouldNotBeNull();
        foreach (var (name, kind) in Columns.Split(' ').Select(column => (column[..^2], column[^1])))
        {
            var (actual, posted) = (row[name], attributes[name]);
            if (kind == 't') Moment(actual).ShouldBe(Moment(posted), name);
            else if (kind == 'n') Number(actual).ShouldBe(Number(posted), name);
            else (actual?.GetValue<string>()).ShouldBe(Text(posted), name);
        }
        JsonNode.DeepEquals(Normal(row["attributes"]), Normal(attributes)).ShouldBeTrue("attributes");
    }

    static DateTimeOffset? Moment(JsonNode? value) => value is null ? null : Moment(value.GetValue<string>());

    static DateTimeOffset? Moment(string? text) => text is null ? null : DateTimeOffset.Parse(text);

    static decimal? Number(JsonNode? value) => value is null ? null : decimal.Parse(value.ToString());

    static string? Text(JsonNode? value) => value switch
    {
        JsonObject { } owner when owner.ContainsKey("firstName") => $"{owner["firstName"]} {owner["lastName"]}",
        JsonObject institution => institution["name"]!.GetValue<string>(),
        _ => value?.ToString(),
    };

    // jsonb keeps a number's value, not always its notation.
    static JsonNode? Normal(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Normal(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Normal)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => decimal.Parse(value.ToString()) / 1.000000000m,
        _ => node?.DeepClone(),
    };
}
