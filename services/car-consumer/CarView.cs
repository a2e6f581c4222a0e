using System.Text.Json;
using Contracts;
using Views;

namespace CarConsumer;

/// <summary>Cars: one row each.</summary>
static class CarView
{
    public static ViewTable Table { get; } = new()
    {
        Name = "cars",
        EntityType = "Car",
        Topic = Topics.FilteredCarCreatedEvents,
        Group = Groups.CarConsumer,
        Columns =
        [
            ViewColumn.Text("vin"),
            ViewColumn.Text("make"),
            ViewColumn.Text("model"),
            ViewColumn.Whole("year"),
            ViewColumn.Text("color"),
            ViewColumn.Whole("mileage"),
            ViewColumn.Text("owner", Owner),
            ViewColumn.Number("totalBalance"),
            ViewColumn.Time("lastServiceDate"),
            ViewColumn.Time("lastLoanPaymentDate"),
        ],
    };

    // Events name the owner either as text or as an object.
    static string? Owner(JsonElement car)
    {
        if (!Attributes.TryGet(car, "owner", out var owner)) return null;
        if (owner.ValueKind != JsonValueKind.Object) return Attributes.Scalar(car, "owner");

        var names = new[] { Attributes.Scalar(owner, "firstName"), Attributes.Scalar(owner, "lastName") }.OfType<string>().ToList();
        return names.Count > 0 ? string.Join(' ', names) : null;
    }
}
