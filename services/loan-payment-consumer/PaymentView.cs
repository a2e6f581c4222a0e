using Contracts;
using Views;

namespace LoanPaymentConsumer;

/// <summary>Payments of loans: one row each, with what is known of its loan.</summary>
static class PaymentView
{
    public static ViewTable Table { get; } = new()
    {
        Name = "payments",
        EntityType = "LoanPayment",
        Topic = Topics.FilteredLoanPaymentSubmittedEvents,
        Group = Groups.LoanPaymentConsumer,
        Columns = [ViewColumn.Text("loanId"), ViewColumn.Number("amount"), ViewColumn.Time("paymentDate")],
        Enrichment = new ViewEnrichment(Topics.PaymentsWithLoans,
        [
            ViewColumn.Number("loanAmount"), ViewColumn.Number("loanBalance"), ViewColumn.Text("loanStatus"), ViewColumn.Text("carId"),
        ]),
    };
}
