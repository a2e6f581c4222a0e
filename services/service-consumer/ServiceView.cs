using Contracts;
using Views;

namespace ServiceConsumer;

/// <summary>Services done to cars: one row each.</summary>
static class ServiceView
{
    public static ViewTable Table { get; } = new()
    {
        Name = "services",
        EntityType = "ServiceRecord",
        Topic = Topics.FilteredServiceEvents,
        Group = Groups.ServiceConsumer,
        Columns =
        [
            ViewColumn.Text("carId"),
            ViewColumn.Time("serviceDate"),
            ViewColumn.Number("amountPaid"),
            ViewColumn.Text("dealerId"),
            ViewColumn.Text("dealerName"),
            ViewColumn.Whole("mileageAtService"),
            ViewColumn.Text("description"),
        ],
    };
}
