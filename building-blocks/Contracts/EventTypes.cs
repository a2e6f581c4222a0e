namespace Contracts;

/// <summary>Every event type and the service that may record it.</summary>
public static class EventTypes
{
    /// <summary>A car was added.</summary>
    public const string CarCreated = "CarCreated";

    /// <summary>A car was serviced.</summary>
    public const string CarServiceDone = "CarServiceDone";

    /// <summary>A loan was granted.</summary>
    public const string LoanCreated = "LoanCreated";

    /// <summary>A payment of a loan came in.</summary>
    public const string LoanPaymentSubmitted = "LoanPaymentSubmitted";

    /// <summary>Event type to the name of the service that owns it.</summary>
    public static IReadOnlyDictionary<string, string> Owners { get; } = new Dictionary<string, string>
    {
        [CarCreated] = "cars",
        [CarServiceDone] = "cars",
        [LoanCreated] = "loans",
        [LoanPaymentSubmitted] = "payments",
    };
}
