namespace Contracts;

/// <summary>Every size, count and age that the platform's contracts bound.</summary>
public static class Limits
{
    /// <summary>Largest event that a producer accepts, in bytes of its UTF-8 JSON.</summary>
    public const int MaxEventBytes = 256 * 1024;

    /// <summary>Largest bulk request, in bytes.</summary>
    public const int MaxBulkBytes = 8 * 1024 * 1024;

    /// <summary>Most events of one bulk request.</summary>
    public const int MaxBulkEvents = 500;

    /// <summary>Deepest nesting of an event's JSON.</summary>
    public const int MaxJsonDepth = 32;

    /// <summary>Most entities of one event.</summary>
    public const int MaxEntities = 100;

    /// <summary>Longest uuid, event name or event type: the width of the outbox columns, in characters.</summary>
    public const int MaxNameLength = 255;

    /// <summary>Largest record of any topic and any client, in bytes: JSON inside JSON may double an event, escapes of characters above
    /// U+FFFF triple it.</summary>
    public const int MaxRecordBytes = 2 * 1024 * 1024;

    /// <summary>How long a record that failed waits before each further attempt; after the last it is a dead letter.</summary>
    public static readonly IReadOnlyList<TimeSpan> RetryDelays =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)];

    /// <summary>How long a compacted topic keeps tombstones.</summary>
    public static readonly TimeSpan TombstoneRetention = TimeSpan.FromDays(7);

    /// <summary>How long an outbox row stays after its capture was confirmed.</summary>
    public static readonly TimeSpan OutboxRetention = TimeSpan.FromDays(7);
}
