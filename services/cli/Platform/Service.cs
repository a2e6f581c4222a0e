namespace Cli;

/// <summary>One service of the platform as a process.</summary>
/// <param name="Name">Its name in messages and log files.</param>
/// <param name="Project">Its project: names the folder of its binary.</param>
/// <param name="PortOffset">Its port, counted from the base port.</param>
/// <param name="Databases">Name of each connection string, and the database it leads to.</param>
sealed record Service(string Name, string Project, int PortOffset, IReadOnlyDictionary<string, string> Databases)
{
    static readonly Dictionary<string, string> ProducerDatabases =
        new() { ["Cars"] = "cars", ["Loans"] = "loans", ["Payments"] = "payments" };

    public static readonly IReadOnlyList<Service> Producers =
        [Producer("cars", 1, "Cars"), Producer("loans", 2, "Loans"), Producer("payments", 3, "Payments")];

    /// <summary>The embedded capture; Debezium takes its place.</summary>
    public static readonly Service Capture = new("capture", "Capture", 10, ProducerDatabases);

    public static readonly Service Routing = new("routing", "Routing", 20, new Dictionary<string, string>());

    public static readonly IReadOnlyList<Service> Consumers =
    [
        Consumer("car-consumer", "CarConsumer", 31, "car_view"),
        Consumer("loan-consumer", "LoanConsumer", 32, "loan_view"),
        Consumer("loan-payment-consumer", "LoanPaymentConsumer", 33, "loan_payment_view"),
        Consumer("service-consumer", "ServiceConsumer", 34, "service_view"),
    ];

    public static IEnumerable<Service> All => [.. Producers, Capture, Routing, .. Consumers];

    /// <summary>The databases that a capture reads.</summary>
    public static IReadOnlyCollection<string> CapturedDatabases => ProducerDatabases.Values;

    /// <summary>Every database.</summary>
    public static IEnumerable<string> AllDatabases => CapturedDatabases.Concat(Consumers.SelectMany(consumer => consumer.Databases.Values));

    static Service Producer(string name, int portOffset, string connection) =>
        new(name, connection, portOffset, new Dictionary<string, string> { [connection] = ProducerDatabases[connection] });

    static Service Consumer(string name, string project, int portOffset, string database) =>
        new(name, project, portOffset, new Dictionary<string, string> { ["View"] = database });
}
