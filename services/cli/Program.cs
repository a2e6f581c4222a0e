using System.CommandLine;
using Cli;

// Stopping in order takes longer than the two seconds that an interrupted command has by default.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) };
return await RootCommands.Create().Parse(args).InvokeAsync(invocation);
