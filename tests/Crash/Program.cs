using Crash.Instances;

// ./test Crash                  a short cut, within a minute
// ./test --long Crash           every crash point, five kills each, within 40 minutes
// Crash instance {settings}     one instance, started and killed by the tests
// Crash joining POINT N {...}   one routing service that dies when it passes a point for the Nth time, or fails each Nth commit
return args switch
{
    ["instance", var settings] => await CopyInstance.Run(InstanceSettings.Parse(settings)),
    ["joining", var point, var passes, .. var arguments] => await JoiningInstance.Run(point, int.Parse(passes), arguments),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
