namespace Capture;

/// <summary>Everything the capture logs.</summary>
static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Capture of {Database} streams from slot {Slot} at {Lsn}")]
    public static partial void Streaming(this ILogger logger, string database, string slot, string lsn);

    [LoggerMessage(2, LogLevel.Warning, "Capture of {Database} waits {Delay}, then tries again: {Reason}")]
    public static partial void Waiting(this ILogger logger, string database, TimeSpan delay, string reason);

    [LoggerMessage(3, LogLevel.Error, "Capture of {Database} failed unexpectedly and starts again after {Delay}")]
    public static partial void Failed(this ILogger logger, Exception exception, string database, TimeSpan delay);

    [LoggerMessage(4, LogLevel.Information, "Capture of {Database} stopped; slot confirmed to {Lsn}")]
    public static partial void Stopped(this ILogger logger, string database, string lsn);

    [LoggerMessage(5, LogLevel.Warning, "Event {Id} of {Database} is left out, as configured: its record has {Bytes} bytes or more")]
    public static partial void SkippedRow(this ILogger logger, string database, string id, int bytes);

    [LoggerMessage(6, LogLevel.Information, "Capture of {Database} sends the rows that the table holds, then follows the log")]
    public static partial void Republishing(this ILogger logger, string database);

    [LoggerMessage(7, LogLevel.Information, "Capture of {Database} sent {Rows} rows of the table")]
    public static partial void Republished(this ILogger logger, string database, long rows);

    [LoggerMessage(8, LogLevel.Warning, "The position of {Database} in Kafka is of PostgreSQL system {Stored}, but the server is {Actual}: "
        + "the position is ignored and the slot alone decides where to start; events it had not confirmed may be sent twice")]
    public static partial void OtherSystem(this ILogger logger, string database, string stored, string actual);

    [LoggerMessage(9, LogLevel.Warning, "The broker is librdkafka's mock cluster: no transactions, so a crash may send events twice")]
    public static partial void EmbeddedBroker(this ILogger logger);

    [LoggerMessage(10, LogLevel.Warning, "Capture of {Database} holds back: {Reason}")]
    public static partial void Throttled(this ILogger logger, string database, string reason);

    [LoggerMessage(11, LogLevel.Warning, "Slot {Slot} of {Database} is '{WalStatus}', {LagBytes} bytes behind: PostgreSQL will soon "
        + "remove log that was not read; find out why the capture is slow, or raise max_slot_wal_keep_size")]
    public static partial void SlotInDanger(this ILogger logger, string database, string slot, string walStatus, long lagBytes);

    [LoggerMessage(12, LogLevel.Warning, "Kafka client of {Database}: {Message}")]
    public static partial void KafkaError(this ILogger logger, string database, string message);
}
