using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

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

    [LoggerMessage(5106, LogLevel.Warning, "A checkpoint of {Changelog} could not be written: the one before is still the newest")]
    public static partial void CheckpointFailed(ILogger logger, Exception failure, TopicPartition changelog);

    [LoggerMessage(5105, LogLevel.Information, "Made the changelog {Changelog} with {Partitions} partitions")]
    public static partial void ChangelogMade(ILogger logger, string changelog, int partitions);

    [LoggerMessage(5110, LogLevel.Debug, "Copied the checkpoint of {Changelog} at offset {Offset}: sent {Bytes} bytes in {Duration}")]
    public static partial void Copied(ILogger logger, TopicPartition changelog, long offset, long bytes, TimeSpan duration);

    [LoggerMessage(5111, LogLevel.Warning,
        "A checkpoint of {Changelog} could not be copied to {Location} ({Reason}); processing goes on, trying again in {Wait}")]
    public static partial void CopyFailed(ILogger logger, TopicPartition changelog, string location, string reason, TimeSpan wait);

    [LoggerMessage(5112, LogLevel.Information, "Checkpoints of {Changelog} are copied again, after {Failures} failures")]
    public static partial void CopiesWork(ILogger logger, TopicPartition changelog, int failures);

    [LoggerMessage(5113, LogLevel.Information, "A copy of {Changelog} was ended, the next checkpoint goes on: {Reason}")]
    public static partial void CopyEnded(ILogger logger, TopicPartition changelog, string reason);

    [LoggerMessage(5114, LogLevel.Information, "Deleted {Count} old copies of {Changelog}, which are kept for {Age}")]
    public static partial void CopiesDeleted(ILogger logger, TopicPartition changelog, int count, TimeSpan age);

    [LoggerMessage(5115, LogLevel.Information, "State of {Changelog} comes from copy {Copy}: {Entries} keys, {Bytes} bytes")]
    public static partial void Downloading(ILogger logger, TopicPartition changelog, CopyName copy, long entries, long bytes);

    [LoggerMessage(5116, LogLevel.Information, "Downloading the copy of {Changelog}: {Done} of {All} bytes")]
    public static partial void DownloadProgress(ILogger logger, TopicPartition changelog, long done, long all);

    [LoggerMessage(5117, LogLevel.Information, "State of {Changelog} is that of copy {Copy}: {Bytes} bytes in {Duration}")]
    public static partial void Downloaded(ILogger logger, TopicPartition changelog, CopyName copy, long bytes, TimeSpan duration);

    [LoggerMessage(5118, LogLevel.Warning, "The copy {Copy} of {Changelog} is not used, an older one is tried: {Reason}")]
    public static partial void CopyDiscarded(ILogger logger, TopicPartition changelog, CopyName copy, string reason);

    [LoggerMessage(5119, LogLevel.Warning,
        "Copies of {Changelog} cannot be read from {Location} ({Reason}); its state is read from the changelog")]
    public static partial void CopiesNotRead(ILogger logger, TopicPartition changelog, string location, string reason);

    [LoggerMessage(5120, LogLevel.Warning, "What the group has committed of {Input} is not known ({Reason}): copies cannot name it yet")]
    public static partial void PositionNotKnown(ILogger logger, TopicPartition input, string reason);

    [LoggerMessage(5121, LogLevel.Warning, "Old copies of {Changelog} could not be deleted ({Reason}), trying again in {Wait}")]
    public static partial void CopiesNotDeleted(ILogger logger, TopicPartition changelog, string reason, TimeSpan wait);

    [LoggerMessage(5130, LogLevel.Information, "Standby: {Changelog} is followed from offset {From}, it ends at {End}")]
    public static partial void Following(ILogger logger, TopicPartition changelog, long from, long end);

    [LoggerMessage(5131, LogLevel.Information, "Standby: {Changelog} is {Behind} offsets behind")]
    public static partial void FollowingBehind(ILogger logger, TopicPartition changelog, long behind);

    [LoggerMessage(5132, LogLevel.Warning, "Standby: {What} is not followed ({Reason}); trying again until it is. Running tasks go on")]
    public static partial void NotFollowed(ILogger logger, string what, string reason);

    [LoggerMessage(5133, LogLevel.Information, "Standby: {What} is followed again")]
    public static partial void FollowedAgain(ILogger logger, string what);
}
