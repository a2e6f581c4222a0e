using System.Runtime.CompilerServices;

namespace KafkaRider.Compatibility.Support;

internal static class Telemetry
{
    /// <summary>MassTransit would report the tests to its makers.</summary>
    [ModuleInitializer]
    internal static void Disable() => Environment.SetEnvironmentVariable("MASSTRANSIT_USAGE_TELEMETRY", "false");
}
