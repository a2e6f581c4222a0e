using Delivery.Support;

namespace Delivery;

public sealed class LoanPaymentConsumerDelivery(Platform platform)
    : ConsumerPromises(platform, new(LoanPaymentConsumer.Service.Build, "payments", "LoanPayment"));
