using Delivery.Support;

namespace Delivery;

public sealed class ServiceConsumerDelivery(Platform platform)
    : ConsumerPromises(platform, new(ServiceConsumer.Service.Build, "services", "ServiceRecord"));
