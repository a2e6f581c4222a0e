using CarConsumer;
using ServiceDefaults;
using Views;

return args is [ViewReset.Command]
    ? await ViewReset.Run(CarView.Table, new ConfigurationBuilder().AddEnvironmentVariables().Build())
    : await ServiceProgram.Run(args, Service.Build);
