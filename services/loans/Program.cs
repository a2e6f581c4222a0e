using Loans;
using Outbox;
using ServiceDefaults;

return await ServiceProgram.Run(args, LoansService.Build, args is ["migrate", ..] ? ProducerExtensions.Migrate : null);
