using Contracts;

namespace Cli;

/// <summary>How a posted attribute and a column of a view are compared.</summary>
enum ColumnType
{
    Text,

    /// <summary>Text, or an object that has a name: the view shows the name.</summary>
    Name,
    Number,
    Date,
}

/// <summary>One view as the check sees it, written down here a second time so that a mistake of a consumer's mapping is found.</summary>
sealed record ViewTable(string Name, string Service, string EventType, string RoutedTopic,
    IReadOnlyList<(string Column, ColumnType Type)> Columns)
{
    /// <summary>What its rows show of another entity; null: nothing.</summary>
    public JoinedColumns? Joined { get; init; }

    public static IReadOnlyList<ViewTable> All { get; } =
    [
        new("cars", "car-consumer", EventTypes.CarCreated, Topics.FilteredCarCreatedEvents,
        [
            ("vin", ColumnType.Text), ("make", ColumnType.Text), ("model", ColumnType.Text), ("year", ColumnType.Number),
            ("color", ColumnType.Text), ("mileage", ColumnType.Number), ("owner", ColumnType.Name), ("totalBalance", ColumnType.Number),
            ("lastServiceDate", ColumnType.Date), ("lastLoanPaymentDate", ColumnType.Date),
        ]),
        new("loans", "loan-consumer", EventTypes.LoanCreated, Topics.FilteredLoanCreatedEvents,
        [
            ("carId", ColumnType.Text), ("financialInstitution", ColumnType.Name), ("balance", ColumnType.Number),
            ("loanAmount", ColumnType.Number), ("interestRate", ColumnType.Number), ("termMonths", ColumnType.Number),
            ("monthlyPayment", ColumnType.Number), ("status", ColumnType.Text), ("startDate", ColumnType.Date),
            ("lastPaidDate", ColumnType.Date),
        ])
        {
            Joined = JoinedColumns.OfLoans,
        },
        new("payments", "loan-payment-consumer", EventTypes.LoanPaymentSubmitted, Topics.FilteredLoanPaymentSubmittedEvents,
            [("loanId", ColumnType.Text), ("amount", ColumnType.Number), ("paymentDate", ColumnType.Date)])
        {
            Joined = JoinedColumns.OfPayments,
        },
        new("services", "service-consumer", EventTypes.CarServiceDone, Topics.FilteredServiceEvents,
        [
            ("carId", ColumnType.Text), ("serviceDate", ColumnType.Date), ("amountPaid", ColumnType.Number), ("dealerId", ColumnType.Text),
            ("dealerName", ColumnType.Text), ("mileageAtService", ColumnType.Number), ("description", ColumnType.Text),
        ]),
    ];

    public static ViewTable Of(string eventType) => All.First(view => view.EventType == eventType);
}
