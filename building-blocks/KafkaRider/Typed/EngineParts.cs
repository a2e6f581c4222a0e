using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>What every engine of a rider is made of.</summary>
internal sealed record EngineParts(
    IReadOnlyDictionary<string, string> Connection,
    EndpointDirectory Directory,
    ILoggerFactory Loggers,
    TimeProvider Time,
    FaultRules FaultDefaults)
{
    internal ILogger Logger { get; } = Loggers.CreateLogger<RecordEndpoint>();

    internal RecordEndpoint Endpoint(RecordEndpointConfigurator settings) => new(settings, Connection, Directory, Loggers, Time);
}
