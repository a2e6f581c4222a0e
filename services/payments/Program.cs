using Outbox;
using Payments;
using ServiceDefaults;

return await ServiceProgram.Run(args, PaymentsService.Build, args is ["migrate", ..] ? ProducerExtensions.Migrate : null);
