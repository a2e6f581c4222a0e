using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>Every log line of the rider.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Endpoint}: reading cluster {ClusterId}, {Guarantee}")]
    internal static partial void EndpointRuns(ILogger logger, string endpoint, string clusterId, string guarantee);

    [LoggerMessage(2, LogLevel.Warning,
        "{Endpoint}: exactly-once is configured, but the broker {ClusterId} has no transactions: running at-least-once")]
    internal static partial void NoTransactions(ILogger logger, string endpoint, string clusterId);

    [LoggerMessage(3, LogLevel.Information, "{Endpoint}: stopped")]
    internal static partial void EndpointStopped(ILogger logger, string endpoint);

    [LoggerMessage(4, LogLevel.Error, "{Endpoint}: its client failed; a new one in {Wait}")]
    internal static partial void EndpointFailed(ILogger logger, Exception exception, string endpoint, TimeSpan wait);

    [LoggerMessage(5, LogLevel.Error, "{Endpoint}: the broker is not reachable: {Reason}. It is tried until it answers")]
    internal static partial void BrokerIsAway(ILogger logger, string endpoint, string reason);

    [LoggerMessage(6, LogLevel.Information, "{Endpoint}: the broker answers again")]
    internal static partial void BrokerIsBack(ILogger logger, string endpoint);

    [LoggerMessage(7, LogLevel.Warning, "{Endpoint}: client error {Code}: {Reason}. {Advice}")]
    internal static partial void ClientError(ILogger logger, string endpoint, ErrorCode code, string reason, string advice);

    [LoggerMessage(8, LogLevel.Information, "{Endpoint}: assigned {Partitions}")]
    internal static partial void Assigned(ILogger logger, string endpoint, string partitions);

    [LoggerMessage(9, LogLevel.Information, "{Endpoint}: revoked {Partitions}")]
    internal static partial void Revoked(ILogger logger, string endpoint, string partitions);

    [LoggerMessage(10, LogLevel.Warning, "{Endpoint}: lost {Partitions}; what they had in flight is read again by the new owner")]
    internal static partial void Lost(ILogger logger, string endpoint, string partitions);

    [LoggerMessage(11, LogLevel.Debug, "{Endpoint}: {Partition} starts at {Offset} of {Low}..{High}")]
    internal static partial void PartitionStarts(
        ILogger logger, string endpoint, TopicPartition partition, long offset, long low, long high);

    [LoggerMessage(12, LogLevel.Error, "{Endpoint}: {Partition} cannot start (attempt {Attempt}); again in {Wait}")]
    internal static partial void StartFailed(
        ILogger logger, Exception exception, string endpoint, TopicPartition partition, int attempt, TimeSpan wait);

    [LoggerMessage(13, LogLevel.Warning,
        "{Endpoint}: the committed offset {Committed} of {Partition} is outside the log {Low}..{High}; starting at {Offset}")]
    internal static partial void OffsetOutsideLog(
        ILogger logger, string endpoint, TopicPartition partition, long committed, long low, long high, long offset);

    [LoggerMessage(14, LogLevel.Error,
        "{Endpoint}: the batch of {Partition} from offset {Offset} failed (attempt {Attempt}); again in {Wait}")]
    internal static partial void BatchFailed(
        ILogger logger, Exception exception, string endpoint, TopicPartition partition, long offset, int attempt, TimeSpan wait);

    [LoggerMessage(15, LogLevel.Warning, "{Endpoint}: work on {Partition} did not end within {Wait}; it is cancelled")]
    internal static partial void WorkCancelled(ILogger logger, string endpoint, TopicPartition partition, TimeSpan wait);

    [LoggerMessage(16, LogLevel.Warning, "{Endpoint}: positions are not committed: {Reason}. They are committed again later")]
    internal static partial void CommitFailed(ILogger logger, string endpoint, string reason);

    [LoggerMessage(17, LogLevel.Warning, "{Endpoint}: the processor's answer to the revoked {Partition} failed")]
    internal static partial void RevokedFailed(ILogger logger, Exception exception, string endpoint, TopicPartition partition);

    [LoggerMessage(18, LogLevel.Warning, "{Endpoint}: transaction aborted: {Reason}. Its records are read again")]
    internal static partial void TransactionAborted(ILogger logger, string endpoint, string reason);

    [LoggerMessage(19, LogLevel.Warning,
        "{Endpoint}: whether the transaction was committed is not known: {Reason}. The group's offsets will tell")]
    internal static partial void TransactionInDoubt(ILogger logger, string endpoint, string reason);

    [LoggerMessage(20, LogLevel.Information, "{Endpoint}: the transaction in doubt was {Outcome}")]
    internal static partial void TransactionResolved(ILogger logger, string endpoint, string outcome);

    [LoggerMessage(21, LogLevel.Warning, "{Endpoint}: {Topic}[{Partition}]@{Offset} goes to the dead letters: {Reason}")]
    internal static partial void DeadLetter(
        ILogger logger, Exception? exception, string endpoint, string topic, int partition, long offset, string reason);

    [LoggerMessage(22, LogLevel.Warning, "{Endpoint}: {Topic} did not accept the copy of offset {Offset} ({Code}); again as {Form}")]
    internal static partial void CopyRefused(
        ILogger logger, string endpoint, long offset, string topic, ErrorCode code, FaultCopyForm form);

    [LoggerMessage(EventId = 23, Message = "{Endpoint}: librdkafka {Facility}: {Message}")]
    internal static partial void ClientLine(ILogger logger, LogLevel level, string endpoint, string facility, string message);

    [LoggerMessage(24, LogLevel.Warning, "{Endpoint}: {Partition} starts again from its position: {Reason}")]
    internal static partial void PartitionRestarts(ILogger logger, string endpoint, TopicPartition partition, string reason);

    [LoggerMessage(25, LogLevel.Warning, "{Endpoint}: the producer cannot abort and is replaced, which ends the transaction: {Reason}")]
    internal static partial void AbortFailed(ILogger logger, string endpoint, string reason);

    [LoggerMessage(60, LogLevel.Warning,
        "{Endpoint}: output of {Count} records of {Partition} from offset {Offset} was rejected: {Reason}. The record is looked for")]
    internal static partial void OutputRejected(
        ILogger logger, string endpoint, TopicPartition partition, long offset, int count, string reason);

    [LoggerMessage(26, LogLevel.Error, "{Endpoint}: {Topic}[{Partition}]@{Offset} is skipped, {Reason}; UseDeadLetterTopic would keep it")]
    internal static partial void MessageSkipped(
        ILogger logger, Exception exception, string endpoint, string topic, int partition, long offset, string reason);

    [LoggerMessage(60, LogLevel.Information, "{Endpoint}: {Partition} goes on at offset {Offset}, on request")]
    internal static partial void PartitionMoved(ILogger logger, string endpoint, TopicPartition partition, long offset);

    [LoggerMessage(40, LogLevel.Warning, "{Endpoint}: {Topic}[{Partition}]@{Offset} failed (attempt {Attempt}); it goes on to {Rung}")]
    internal static partial void Retries(
        ILogger logger, Exception exception, string endpoint, string topic, int partition, long offset, int attempt, string rung);

    [LoggerMessage(41, LogLevel.Error, "{Endpoint}: stops before {Topic}[{Partition}]@{Offset}, {Reason}; it waits to be resumed")]
    internal static partial void EndpointStops(
        ILogger logger, Exception exception, string endpoint, string topic, int partition, long offset, string reason);

    [LoggerMessage(42, LogLevel.Error, "{Endpoint}: the handler of dead letters failed on {Position}; the dead letter is safe")]
    internal static partial void DeadLetterHandlerFailed(
        ILogger logger, Exception exception, string endpoint, TopicPartitionOffset position);

    [LoggerMessage(43, LogLevel.Error, "{Endpoint}: {Problem}. Nothing moves on until a trial succeeds")]
    internal static partial void EndpointPauses(ILogger logger, string endpoint, string problem);

    [LoggerMessage(44, LogLevel.Information, "{Endpoint}: goes on")]
    internal static partial void EndpointGoesOn(ILogger logger, string endpoint);

    [LoggerMessage(61, LogLevel.Warning,
        "Not every endpoint has its partitions after {Wait}: the bus is started without them, and they go on trying")]
    internal static partial void StartGoesOn(ILogger logger, TimeSpan wait);

    [LoggerMessage(80, LogLevel.Error, "{Endpoint}: the handler of {News} failed; the endpoint goes on")]
    internal static partial void HandlerFailed(ILogger logger, Exception exception, string endpoint, string news);

    [LoggerMessage(81, LogLevel.Information, "{Endpoint}: topic {Topic} was missing and is created with {Partitions} partitions")]
    internal static partial void TopicCreated(ILogger logger, string endpoint, string topic, int partitions);

    [LoggerMessage(82, LogLevel.Warning, "{Endpoint}: topic {Topic} cannot be created: {Reason}. The endpoint waits for it")]
    internal static partial void TopicRefused(ILogger logger, string endpoint, string topic, string reason);
}
