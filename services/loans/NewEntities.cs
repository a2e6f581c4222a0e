using Contracts;
using Outbox;

namespace Loans;

/// <summary>What the domain endpoints make.</summary>
internal static class NewEntities
{
    public static NewEntity Loan { get; } = new()
    {
        EventType = EventTypes.LoanCreated,
        EventName = "Loan Created",
        EntityType = "Loan",
        Wrapper = "loan",
        IdPrefix = "LOAN-",
        Required = ["carId", "loanAmount", "interestRate", "termMonths"],
        Example = """
            { "carId": "CAR-2025-001", "financialInstitution": "First National Bank", "balance": 45000.00, "loanAmount": 50000.00,
              "interestRate": 0.045, "termMonths": 60, "startDate": "2025-01-20T14:15:00Z", "status": "active", "monthlyPayment": 932.16 }
            """,
    };
}
