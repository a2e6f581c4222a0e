namespace Cli;

/// <summary>What generated cars, people, banks and workshops are called.</summary>
static class Vocabulary
{
    /// <summary>Characters of a vehicle identification number: no I, O, Q.</summary>
    public const string VinCharacters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";

    public const int VinLength = 17;

    public static readonly (string Make, string[] Models)[] Cars =
    [
        ("Tesla", ["Model 3", "Model S", "Model Y"]),
        ("BMW", ["320i", "X3", "X5", "i4"]),
        ("Toyota", ["Camry", "Corolla", "RAV4"]),
        ("Škoda", ["Octavia", "Superb", "Enyaq"]),
        ("Citroën", ["C3", "C4", "Berlingo"]),
        ("Ford", ["Escape", "F-150", "Mustang"]),
        ("Honda", ["Accord", "Civic", "CR-V"]),
    ];

    public static readonly string[] Colors = ["Midnight Silver", "Deep Blue", "Pearl White", "Solid Black", "Ruby Red", "Forest Green"];

    public static readonly string[] FirstNames = ["Lisa", "John", "Zoë", "Ahmed", "Mei", "José", "Anna", "Søren", "Priya", "Kwame"];

    public static readonly string[] LastNames =
        ["Diaz", "Doe", "Müller", "Haddad", "Chen", "Núñez", "Kowalska", "Jensen", "Sharma", "O'Brien"];

    public static readonly string[] Streets = ["Madison Street", "Oak Avenue", "Hauptstraße", "Harbour Road", "Station Lane", "Rue du Lac"];

    public static readonly string[] Cities = ["Nashville", "San Francisco", "Chicago", "Zürich", "New York", "Los Angeles", "Montréal"];

    public static readonly string[] Banks =
        ["First National Bank", "Community Credit Union", "Auto Finance Corp", "Sparkasse Köln", "Pacific Savings & Loan"];

    public static readonly int[] LoanTerms = [24, 36, 48, 60, 72];

    public static readonly string[] ServicesDone =
        ["Oil change and filter replacement", "Brake pad replacement", "Tire rotation and balancing", "30,000-mile service",
            "Battery check and coolant top-up", "Air filter replacement"];

    public static readonly string[] CarRemarks =
    [
        "This vehicle has been well maintained with regular service records.",
        "Previous owner kept a documented service history in \"as new\" condition.",
        "The car features advanced safety systems and modern technology.",
        "All documents were verified and are available for review upon request.",
        "No accidents are known; the paint was inspected by an independent workshop.",
    ];

    public static readonly string[] MoneyRemarks =
    [
        "All transactions are processed securely; the reference is part of the contract.",
        "Customer has maintained a consistent payment history throughout the term.",
        "The terms are competitive, with flexible payment options available.",
        "The amount was checked against the schedule and no discrepancy was found.",
        "Confirmation was sent to the account holder, who may object within 30 days.",
    ];
}
