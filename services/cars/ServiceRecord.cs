using System.Text.Json.Serialization;
using Outbox;

namespace Cars;

/// <summary>A service done to a car.</summary>
internal sealed class ServiceRecord : IEntity
{
    public string Id { get; set; } = "";

    public string? CarId { get; set; }

    public DateTimeOffset? ServiceDate { get; set; }

    public decimal? AmountPaid { get; set; }

    public string? DealerId { get; set; }

    public string? DealerName { get; set; }

    public int? MileageAtService { get; set; }

    public string? Description { get; set; }

    public string EventId { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }

    [JsonConverter(typeof(RawJson))]
    public string Attributes { get; set; } = "{}";

    public void Take(GivenAttributes given)
    {
        CarId = given.Reference("carId", CarId);
        ServiceDate = given.Date("serviceDate", ServiceDate);
        AmountPaid = given.Amount("amountPaid", AmountPaid);
        DealerId = given.Text("dealerId", DealerId);
        DealerName = given.Text("dealerName", DealerName);
        MileageAtService = given.Integer("mileageAtService", MileageAtService);
        Description = given.Text("description", Description);
    }
}
