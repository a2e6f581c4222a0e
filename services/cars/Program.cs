using Cars;
using Outbox;
using ServiceDefaults;

return await ServiceProgram.Run(args, CarsService.Build, args is ["migrate", ..] ? ProducerExtensions.Migrate : null);
