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

    /// <summary>Those that keep a view: each has retry topics.</summary>
    public static IReadOnlyList<string> Views { get; } = [CarConsumer, LoanConsumer, LoanPaymentConsumer, ServiceConsumer];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Routing, .. Views];
}
