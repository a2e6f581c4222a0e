using LoanPaymentConsumer;
using ServiceDefaults;
using Views;

return args is [ViewReset.Command]
    ? await ViewReset.Run(PaymentView.Table, new ConfigurationBuilder().AddEnvironmentVariables().Build())
    : await ServiceProgram.Run(args, Service.Build);
