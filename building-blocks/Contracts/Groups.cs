namespace Contracts;

/// <summary>Every consumer group of the platform.</summary>
public static class Groups
{
    /// <summary>The routing service.</summary>
    public const string Routing = "routing-group";

    /// <summary>The view of cars.</summary>
    public const string CarConsumer = "car-consumer-group";

    /// <summary>The view of loans.</summary>
    public const string LoanConsumer = "loan-consumer-group";

    /// <summary>The view of payments.</summary>
    public const string LoanPaymentConsumer = "loan-payment-consumer-group";

    /// <summary>The view of services done to cars.</summary>
    public const string ServiceConsumer = "service-consumer-group";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Routing, CarConsumer, LoanConsumer, LoanPaymentConsumer, ServiceConsumer];
}
