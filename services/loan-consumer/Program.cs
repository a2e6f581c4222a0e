using LoanConsumer;
using ServiceDefaults;
using Views;

return args is [ViewReset.Command]
    ? await ViewReset.Run(LoanView.Table, new ConfigurationBuilder().AddEnvironmentVariables().Build())
    : await ServiceProgram.Run(args, Service.Build);
