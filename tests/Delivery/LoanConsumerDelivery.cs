using Delivery.Support;

namespace Delivery;

public sealed class LoanConsumerDelivery(Platform platform)
    : ConsumerPromises(platform, new(LoanConsumer.Service.Build, "loans", "Loan"));
