using System.Text.Json.Serialization;
using Outbox;

namespace Payments;

/// <summary>A payment of a loan.</summary>
internal sealed class Payment : IEntity
{
    public string Id { get; set; } = "";

    public string? LoanId { get; set; }

    public decimal? Amount { get; set; }

    public DateTimeOffset? PaymentDate { get; set; }

    public string EventId { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }

    [JsonConverter(typeof(RawJson))]
    public string Attributes { get; set; } = "{}";

    public void Take(GivenAttributes given)
    {
        LoanId = given.Reference("loanId", LoanId);
        Amount = given.Amount("amount", Amount);
        PaymentDate = given.Date("paymentDate", PaymentDate);
    }
}
