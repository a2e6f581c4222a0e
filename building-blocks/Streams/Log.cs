using Librdkafka;
using Microsoft.Extensions.Logging;

namespace Streams;

/// <summary>Every log line of this project. Event ids 5100 to 5199.</summary>
static partial class Log
{
    [LoggerMessage(5100, LogLevel.Information, "State of {Changelog} is ready: {Entries} keys, {Records} changelog records in {Duration}")]
    public static partial void Restored(ILogger logger, TopicPartition changelog, long entries, long records, TimeSpan duration);

    [LoggerMessage(5101, LogLevel.Information, "Restoring state from {Changelog}: {Done} of {All} offsets")]
    public static partial void Restoring(ILogger logger, TopicPartition changelog, long done, long all);

    [LoggerMessage(5102, LogLevel.Debug, "Checkpoint of {Changelog} at offset {Offset}: {Entries} keys in {Duration}")]
    public static partial void Checkpointed(ILogger logger, TopicPartition changelog, long offset, long entries, TimeSpan duration);

    [LoggerMessage(5103, LogLevel.Warning, "A checkpoint of {Changelog} is not used: {Reason}")]
    public static partial void CheckpointDiscarded(ILogger logger, TopicPartition changelog, string reason);

    [LoggerMessage(5104, LogLevel.Warning, "A checkpoint of {Changelog} waits: the end of the changelog is not known ({Reason})")]
    public static partial void CheckpointPostponed(ILogger logger, TopicPartition changelog, string reason);

    [LoggerMessage(5110, LogLevel.Information, "Made the changelog {Changelog} with {Partitions} partitions")]
    public static partial void ChangelogMade(ILogger logger, string changelog, int partitions);
}
