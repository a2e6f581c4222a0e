using System.Text.Json.Serialization;
using Outbox;

namespace Loans;

/// <summary>A loan as its newest events tell it.</summary>
internal sealed class Loan : IEntity
{
    public string Id { get; set; } = "";

    public string? CarId { get; set; }

    public string? FinancialInstitution { get; set; }

    public decimal? Balance { get; set; }

    public decimal? LoanAmount { get; set; }

    public decimal? InterestRate { get; set; }

    public int? TermMonths { get; set; }

    public decimal? MonthlyPayment { get; set; }

    public string? Status { get; set; }

    public DateTimeOffset? StartDate { get; set; }

    public DateTimeOffset? LastPaidDate { get; set; }

    public string EventId { get; set; } = "";

    public DateTimeOffset UpdatedAt { get; set; }

    [JsonConverter(typeof(RawJson))]
    public string Attributes { get; set; } = "{}";

    public void Take(GivenAttributes given)
    {
        CarId = given.Reference("carId", CarId);
        FinancialInstitution = given.TextOf("financialInstitution", FinancialInstitution, "name");
        Balance = given.Amount("balance", Balance);
        LoanAmount = given.Amount("loanAmount", LoanAmount);
        InterestRate = given.Amount("interestRate", InterestRate);
        TermMonths = given.Integer("termMonths", TermMonths);
        MonthlyPayment = given.Amount("monthlyPayment", MonthlyPayment);
        Status = given.Text("status", Status);
        StartDate = given.Date("startDate", StartDate);
        LastPaidDate = given.Date("lastPaidDate", LastPaidDate);
    }
}
