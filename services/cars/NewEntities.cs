using Contracts;
using Outbox;

namespace Cars;

/// <summary>What the domain endpoints make.</summary>
internal static class NewEntities
{
    public static NewEntity Car { get; } = new()
    {
        EventType = EventTypes.CarCreated,
        EventName = "Car Created",
        EntityType = "Car",
        Wrapper = "car",
        IdPrefix = "CAR-",
        Required = ["vin", "make", "model", "year"],
        Example = """
            { "vin": "5TDJKRFH4LS123456", "make": "Tesla", "model": "Model S", "year": 2025, "color": "Midnight Silver", "mileage": 0,
              "totalBalance": 0.0, "owner": "John Doe" }
            """,
    };

    public static NewEntity ServiceRecord { get; } = new()
    {
        EventType = EventTypes.CarServiceDone,
        EventName = "Car Service Done",
        EntityType = "ServiceRecord",
        Wrapper = "service",
        IdPrefix = "SERVICE-",
        ParentAttribute = "carId",
        Required = ["serviceDate", "amountPaid", "dealerId"],
        Example = """
            { "serviceDate": "2025-03-10T11:30:00Z", "amountPaid": 350.00, "dealerId": "DEALER-001",
              "dealerName": "Tesla Service Center - San Francisco", "mileageAtService": 5000,
              "description": "Tire rotation, brake inspection" }
            """,
    };
}
