using System.CommandLine;
using System.CommandLine.Invocation;
using Cli;

// Stopping in order takes longer than the two seconds that an interrupted command has by default.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) };
var parsed = RootCommands.Create().Parse(args);
if (parsed.Action is not ParseErrorAction mistakes) return await parsed.InvokeAsync(invocation);
mistakes.ShowHelp = false;
await parsed.InvokeAsync(invocation);
return ExitCode.WrongUse;
