using Contracts;

namespace Cli;

/// <summary>What a view's rows must show of another entity that was posted.</summary>
/// <param name="Key">The attribute that names the other entity.</param>
/// <param name="EventType">The event that posts it.</param>
/// <param name="Columns">Columns of the view, each with the attribute that it shows.</param>
sealed record JoinedColumns(string Key, string EventType, IReadOnlyList<(string Column, string Attribute, ColumnType Type)> Columns)
{
    /// <summary>Loans show their car.</summary>
    public static JoinedColumns OfLoans { get; } = new("carId", EventTypes.CarCreated,
    [
        ("carVin", "vin", ColumnType.Text), ("carMake", "make", ColumnType.Text), ("carModel", "model", ColumnType.Text),
        ("carYear", "year", ColumnType.Number),
    ]);

    /// <summary>Payments show their loan.</summary>
    public static JoinedColumns OfPayments { get; } = new("loanId", EventTypes.LoanCreated,
    [
        ("loanAmount", "loanAmount", ColumnType.Number), ("loanBalance", "balance", ColumnType.Number),
        ("loanStatus", "status", ColumnType.Text), ("carId", "carId", ColumnType.Text),
    ]);
}
