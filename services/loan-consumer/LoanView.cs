using System.Text.Json;
using Contracts;
using Views;

namespace LoanConsumer;

/// <summary>Loans: one row each.</summary>
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
    };

    // Events name the institution either as text or as an object.
    static string? Institution(JsonElement loan) =>
        Attributes.TryGet(loan, "financialInstitution", out var institution) && institution.ValueKind == JsonValueKind.Object
            ? Attributes.Scalar(institution, "name")
            : Attributes.Scalar(loan, "financialInstitution");
}
