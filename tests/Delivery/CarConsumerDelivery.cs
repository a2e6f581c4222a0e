using Delivery.Support;

namespace Delivery;

public sealed class CarConsumerDelivery(Platform platform)
    : ConsumerPromises(platform, new(CarConsumer.Service.Build, "cars", "Car"));
