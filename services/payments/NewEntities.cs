using Contracts;
using Outbox;

namespace Payments;

/// <summary>What the domain endpoints make.</summary>
internal static class NewEntities
{
    public static NewEntity Payment { get; } = new()
    {
        EventType = EventTypes.LoanPaymentSubmitted,
        EventName = "Loan Payment Submitted",
        EntityType = "LoanPayment",
        Wrapper = "payment",
        IdPrefix = "PAYMENT-",
        Required = ["loanId", "amount", "paymentDate"],
        Example = """
            { "loanId": "LOAN-2025-001", "amount": 932.16, "paymentDate": "2025-02-15T09:00:00Z" }
            """,
    };
}
