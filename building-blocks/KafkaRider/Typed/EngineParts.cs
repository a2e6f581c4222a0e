using Librdkafka;
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

    /// <summary>What keeps instances of sagas in the transactions of endpoints.</summary>
    internal IReadOnlyList<ISagaKeeper> SagaKeepers { get; init; } = [];

    /// <summary>Gives OAuth tokens to every client; null where the library does that itself.</summary>
    internal Action<TokenRequest>? TokenNeeded { get; init; }

    internal RecordEndpoint Endpoint(RecordEndpointConfigurator settings)
    {
        settings.TokenNeeded = TokenNeeded;
        return new RecordEndpoint(settings, Connection, Directory, Loggers, Time);
    }
}
