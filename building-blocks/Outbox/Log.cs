using Microsoft.Extensions.Logging;

namespace Outbox;

static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Database of {Service} is migrated; publication and slot are there")]
    public static partial void Migrated(ILogger logger, string service);

    [LoggerMessage(2, LogLevel.Information, "Replication slot {Slot} was made")]
    public static partial void SlotMade(ILogger logger, string slot);

    [LoggerMessage(3, LogLevel.Error,
        "Replication slot {Slot} was missing and was made anew, but business_events holds rows: those that no capture "
        + "has sent are not in the new slot. Send them again: start the capture with Capture__Republish=true")]
    public static partial void SlotMadeAfterEvents(ILogger logger, string slot);

    [LoggerMessage(4, LogLevel.Error,
        "Replication slot {Slot} is lost: its write-ahead log was removed before a capture read it. Drop the slot, "
        + "restart this service, and start the capture with Capture__Republish=true")]
    public static partial void SlotLost(ILogger logger, string slot);

    [LoggerMessage(5, LogLevel.Warning, "Publication {Publication} was changed back to the inserts of business_events")]
    public static partial void PublicationMended(ILogger logger, string publication);

    [LoggerMessage(10, LogLevel.Warning, "A database connection failed: {Reason}")]
    public static partial void ConnectionFailed(ILogger logger, string reason);

    [LoggerMessage(11, LogLevel.Error, "The database cannot be used: {Reason}. Requests are answered with 503 until it can")]
    public static partial void DatabaseAway(ILogger logger, string reason, Exception failure);

    [LoggerMessage(12, LogLevel.Information, "The database can be used again")]
    public static partial void DatabaseBack(ILogger logger);

    [LoggerMessage(13, LogLevel.Warning, "The database's start command was triggered")]
    public static partial void StartCommandTriggered(ILogger logger);

    [LoggerMessage(14, LogLevel.Information, "The database's start command ended with exit code {ExitCode}")]
    public static partial void StartCommandEnded(ILogger logger, int exitCode);

    [LoggerMessage(15, LogLevel.Error, "The database's start command was stopped: it ran longer than {Limit}")]
    public static partial void StartCommandTimedOut(ILogger logger, TimeSpan limit);

    [LoggerMessage(16, LogLevel.Error, "The database's start command could not be run")]
    public static partial void StartCommandFailed(ILogger logger, Exception failure);

    [LoggerMessage(20, LogLevel.Error, "A request failed: {Method} {Path}")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception failure);

    [LoggerMessage(21, LogLevel.Error, "PostgreSQL refused a value that the checks had let pass: {Reason}")]
    public static partial void ValueRefused(ILogger logger, string reason);

    [LoggerMessage(30, LogLevel.Information, "Retention removed {Count} captured outbox rows older than {Retention}")]
    public static partial void RowsRemoved(ILogger logger, int count, TimeSpan retention);

    [LoggerMessage(31, LogLevel.Warning, "Retention keeps old outbox rows: slot {Slot} is missing or has not confirmed them")]
    public static partial void RowsKept(ILogger logger, string slot);

    [LoggerMessage(32, LogLevel.Warning, "Retention could not run, it will try again: {Reason}")]
    public static partial void RetentionFailed(ILogger logger, string reason);
}
