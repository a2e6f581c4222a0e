using System.Text.Json;
using Contracts;
using Views;

namespace LoanConsumer;

/// <summary>Loans: one row each, with what is known of its car.</summary>
static class LoanView
{
    public static ViewTable Table { get; } = new()
    {
        Name = "loans",
        EntityType = "Loan",
        Topic = Topics.FilteredLoanCreatedEvents,
        Group = Groups.LoanConsumer,
        Columns =
        [
            ViewColumn.Text("carId"),
            ViewColumn.Text("financialInstitution", Institution),
            ViewColumn.Number("balance"),
            ViewColumn.Number("loanAmount"),
            ViewColumn.Number("interestRate"),
            ViewColumn.Whole("termMonths"),
            ViewColumn.Number("monthlyPayment"),
            ViewColumn.Text("status"),
            ViewColumn.Time("startDate"),
            ViewColumn.Time("lastPaidDate"),
        ],
        Enrichment = new ViewEnrichment(Topics.LoansWithCars,
        [
            ViewColumn.Text("carVin"), ViewColumn.Text("carMake"), ViewColumn.Text("carModel"), ViewColumn.Whole("carYear"),
            ViewColumn.Text("carOwner"),
        ]),
    };

    // Events name the institution either as text or as an object.
    static string? Institution(JsonElement loan) =>
        Attributes.TryGet(loan, "financialInstitution", out var institution) && institution.ValueKind == JsonValueKind.Object
            ? Attributes.Scalar(institution, "name")
            : Attributes.Scalar(loan, "financialInstitution");
}
