using Routing;
using ServiceDefaults;

return await ServiceProgram.Run(args, RoutingService.Build);
