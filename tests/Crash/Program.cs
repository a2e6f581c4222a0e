using Crash.Instances;

// ./test Crash                  a short cut, within a minute
// ./test --long Crash           every crash point, five kills each, within 40 minutes
// Crash instance {settings}     one instance, started and killed by the tests
return args is ["instance", var settings]
    ? await CopyInstance.Run(InstanceSettings.Parse(settings))
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
