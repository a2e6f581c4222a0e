using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Views;

/// <summary>The positions in the database: the truth. What the group commits to Kafka is a mirror for tools.</summary>
internal sealed class ViewPositions(ViewDatabase database, ViewOptions options, ILogger<ViewPositions> logger)
{
    /// <summary>Where to start; a partition that the view has never read starts at the log's beginning.</summary>
    /// <exception cref="WrongPositionException">The position is of another cluster, or outside the log.</exception>
    public async Task<long> Start(TopicPartition partition, PartitionContext log, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        if (await Problem(connection, partition, log, cancellationToken) is { } problem)
        {
            // Lost records are not made good by forgetting that they are missing.
            if (!options.ResetOnNewCluster || !problem.IsNewLog) throw new WrongPositionException($"{problem.Text} {options.WayOut}");
            await ResetFor(partition, log, problem.Text, cancellationToken);
        }

        if (await Read(connection, partition, cancellationToken) is { } next) return next;
        await Insert(connection, partition, log, cancellationToken);
        return log.LowWatermark;
    }

    /// <summary>The position; null when there is none.</summary>
    public async Task<long?> Read(TopicPartition partition, CancellationToken cancellationToken)
    {
        await using var connection = await database.Open(cancellationToken);
        return await Read(connection, partition, cancellationToken);
    }

    /// <summary>
    /// The position after a write found that it is not what was expected. Ahead: another owner, or our own commit whose answer was lost,
    /// has done what comes before.
    /// </summary>
    /// <exception cref="RestartPartitionException">Behind or gone: what is missing was read already.</exception>
    public async Task<long> ReadAgain(TopicPartition partition, long expected, CancellationToken cancellationToken) =>
        await Read(partition, cancellationToken) is { } next && next > expected
            ? next
            : throw new RestartPartitionException($"The view's position of {partition} is not {expected} any more: it was reset. "
                + "The partition is read again from the position in the database.");

    /// <summary>The command that moves a position, if it is where it is expected.</summary>
    public static NpgsqlBatchCommand Move(ViewSql sql, TopicPartition partition, long from, long to)
    {
        var move = new NpgsqlBatchCommand(sql.MoveOffset);
        move.Parameters.Add(new NpgsqlParameter<string> { TypedValue = partition.Topic });
        move.Parameters.Add(new NpgsqlParameter<int> { TypedValue = partition.Partition });
        move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        move.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        return move;
    }

    // Partitions are assigned at once; only the first empties the view, the others find it mended.
    async Task ResetFor(TopicPartition partition, PartitionContext log, string problem, CancellationToken cancellationToken)
    {
        async Task<bool> IsNeeded(NpgsqlConnection connection) => await Problem(connection, partition, log, cancellationToken) is not null;
        if (await database.Reset(IsNeeded, cancellationToken)) logger.ViewReset(problem);
    }

    async Task<PositionProblem?> Problem(NpgsqlConnection connection, TopicPartition partition, PartitionContext log,
        CancellationToken cancellationToken)
    {
        if (await HasOtherCluster(connection, log.ClusterId, cancellationToken))
        {
            return new PositionProblem(true, $"The view's positions are of another Kafka cluster than '{log.ClusterId}': "
                + $"what the view holds and what is in {partition} do not belong together.");
        }
        if (await Read(connection, partition, cancellationToken) is not { } next) return null;
        if (next >= log.LowWatermark && next <= log.HighWatermark) return null;

        var isNewLog = next > log.HighWatermark;
        return new PositionProblem(isNewLog, $"The view's next offset of {partition} is {next}, but the log holds {log.LowWatermark} to "
            + $"{log.HighWatermark}: {(isNewLog ? "the log was cut or made anew" : "records that it had not read were removed")}.");
    }

    async Task<bool> HasOtherCluster(NpgsqlConnection connection, string clusterId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(database.Sql.HasOtherCluster, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clusterId });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    async Task<long?> Read(NpgsqlConnection connection, TopicPartition partition, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(database.Sql.ReadOffset, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = partition.Topic });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = partition.Partition });
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    // Another instance may be first: then its row stands, and it says the same.
    async Task Insert(NpgsqlConnection connection, TopicPartition partition, PartitionContext log, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(database.Sql.InsertOffset, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = partition.Topic });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = partition.Partition });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = log.LowWatermark });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = log.ClusterId });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    readonly record struct PositionProblem(bool IsNewLog, string Text);
}
