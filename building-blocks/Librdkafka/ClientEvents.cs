namespace Librdkafka;

/// <summary>
/// Takes librdkafka's statistics: a JSON object (source: librdkafka's STATISTICS.md), borrowed for the length of the call.
/// </summary>
public delegate void StatisticsHandler(ReadOnlySpan<byte> json);

/// <summary>
/// What a client tells its owner. Everything but <see cref="TokenNeeded"/> is called on the owner's thread, inside <c>Poll</c> (or
/// another blocking call of the same client), never beside it; what a handler throws is thrown from that call.
/// </summary>
public record ClientEvents
{
    /// <summary>Errors of connections, of the group and of partitions. Without a handler those of connections are only logged.</summary>
    public Action<ClientError>? Error { get; init; }

    /// <summary>Statistics, every <c>statistics.interval.ms</c> (0, the default: never).</summary>
    public StatisticsHandler? Statistics { get; init; }

    /// <summary>The library's log lines up to <c>log_level</c>. Without a handler they are dropped.</summary>
    public Action<LogLine>? Log { get; init; }

    /// <summary>
    /// A token is needed, at the start and before each one ends; with <c>sasl.mechanisms=OAUTHBEARER</c> only. The one handler that is
    /// called on a pool thread, also while the owner waits in a call: nothing that needs a connection would end otherwise.
    /// What it throws is the reason of a <see cref="TokenRequest.Fail"/>. Without a handler the library's own methods apply
    /// (<c>sasl.oauthbearer.method</c>, <c>enable.sasl.oauthbearer.unsecure.jwt</c>).
    /// </summary>
    public Action<TokenRequest>? TokenNeeded { get; init; }
}
