namespace Cli;

/// <summary>What turns rows into records.</summary>
enum CaptureKind
{
    /// <summary>The service <c>capture</c>.</summary>
    Embedded,

    /// <summary>Debezium on Kafka Connect.</summary>
    Debezium,
}
