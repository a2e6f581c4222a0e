using System.Text.Json.Serialization;
using Outbox;

namespace Cars;

/// <summary>A car as its newest events tell it.</summary>
internal sealed class Car : IEntity
{
    public string Id { get; set; } = "";

    public string? Vin { get; set; }

    public string? Make { get; set; }

    public string? Model { get; set; }

    public int? Year { get; set; }

    public string? Color { get; set; }

    public int? Mileage { get; set; }

    public string? Owner { get; set; }

    public decimal? TotalBalance { get; set; }

    public DateTimeOffset? LastServiceDate { get; set; }

    public DateTimeOffset? LastLoanPaymentDate { get; set; }

    public string EventId { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }

    [JsonConverter(typeof(RawJson))]
    public string Attributes { get; set; } = "{}";

    public void Take(GivenAttributes given)
    {
        Vin = given.Text("vin", Vin);
        Make = given.Text("make", Make);
        Model = given.Text("model", Model);
        Year = given.Integer("year", Year);
        Color = given.Text("color", Color);
        Mileage = given.Integer("mileage", Mileage);
        Owner = given.TextOf("owner", Owner, "firstName", "lastName");
        TotalBalance = given.Amount("totalBalance", TotalBalance);
        LastServiceDate = given.Date("lastServiceDate", LastServiceDate);
        LastLoanPaymentDate = given.Date("lastLoanPaymentDate", LastLoanPaymentDate);
    }
}
