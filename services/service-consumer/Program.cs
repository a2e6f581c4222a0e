using ServiceConsumer;
using ServiceDefaults;
using Views;

return args is [ViewReset.Command]
    ? await ViewReset.Run(ServiceView.Table, new ConfigurationBuilder().AddEnvironmentVariables().Build())
    : await ServiceProgram.Run(args, Service.Build);
