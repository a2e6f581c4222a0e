using Librdkafka;

namespace Streams;

/// <summary>
/// Takes the state of an application, none of whose instances runs, back to copies of it. Of each task its changelog becomes equal to the
/// copy, and the group's position in its input the one that the copy was taken at, in one transaction: whoever starts next goes on from
/// there. Checkpoints and newer copies stay right: what was written now follows all of them in the changelog.
/// </summary>
/// <param name="copies">The copies.</param>
/// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
/// <param name="time">For time-outs.</param>
public sealed class StateRestore(StateCopies copies, IReadOnlyDictionary<string, string> connection, TimeProvider time)
{
    static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What would be done; nothing is changed.</summary>
    /// <param name="at">Of each task the newest copy that was taken then or before.</param>
    /// <param name="only">The store that is meant; null: all that have copies.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The storage failed.</exception>
    /// <exception cref="KafkaException">The cluster did not answer.</exception>
    /// <exception cref="RestoreRefusedException">There are no copies.</exception>
    public async Task<IReadOnlyList<RestoreStep>> Plan(DateTimeOffset at, string? only, CancellationToken cancellationToken)
    {
        var newest = await copies.List(only, at, 1, cancellationToken);
        if (newest.Count == 0)
            throw new RestoreRefusedException($"There is no copy of {only ?? copies.Application} of {at:O} or before: see 'state list'.");
        using var admin = Admin.Create(connection);
        var cluster = await admin.ClusterId(cancellationToken);
        if (Cluster.IsEmbedded(cluster))
            throw new RestoreRefusedException("The embedded broker has no transactions, so state cannot be brought back in one.");
        var partitions = (await admin.Metadata(cancellationToken)).Topics
            .ToDictionary(topic => topic.Name, topic => topic.Partitions.Count, StringComparer.Ordinal);
        var committed = (await admin.GroupOffsets(copies.Application, cancellationToken: cancellationToken))
            .Where(position => position.Offset >= 0)
            .ToDictionary(position => position.TopicPartition, position => position.Offset);
        using var reader = Consumer.Create(AssignedReading.Settings(connection, "state-restore"));
        List<RestoreStep> steps = [];
        foreach (var store in newest.GroupBy(copy => copy.Store))
        {
            var count = partitions.GetValueOrDefault(JoinNames.Changelog(copies.Application, store.Key));
            if (count == 0) steps.Add(new RestoreStep(store.Key, 0, null, null, "its changelog does not exist on this cluster"));
            for (var partition = 0; partition < count; partition++)
            {
                var copy = store.FirstOrDefault(copy => copy.Partition == partition);
                long? position = committed.TryGetValue(new TopicPartition(copy?.Input ?? "", partition), out var next) ? next : null;
                steps.Add(new RestoreStep(store.Key, partition, copy, position, Problem(copy, cluster, partitions, reader)));
            }
        }
        return steps;
    }

    /// <summary>Does it, one task after the other. Interrupted, it can be run again from its start.</summary>
    /// <param name="plan">What <see cref="Plan"/> said.</param>
    /// <param name="folder">An empty folder on a disk with room for twice the state of a task.</param>
    /// <param name="done">Told of each task that is done.</param>
    /// <param name="cancellationToken">Ends it: the task that is under way stays as it was.</param>
    /// <exception cref="RestoreRefusedException">There are problems, or an instance runs.</exception>
    /// <exception cref="IOException">The storage failed, or a copy is not whole.</exception>
    /// <exception cref="KafkaException">The cluster refused.</exception>
    public async Task Execute(
        IReadOnlyList<RestoreStep> plan, string folder, Action<RestoredTask> done, CancellationToken cancellationToken)
    {
        if (plan.FirstOrDefault(step => step.Problem is not null) is { } wrong)
            throw new RestoreRefusedException($"{wrong.Store}[{wrong.Partition}]: {wrong.Problem}");
        foreach (var step in plan)
        {
            await RefuseMembers(cancellationToken);
            var rewrite = new ChangelogRewrite(copies, step.Copy!, connection, time);
            done(await rewrite.Run(Path.Combine(folder, $"{step.Store}-{step.Partition}"), cancellationToken));
        }
    }

    /// <summary>Refuses while anybody is in the group.</summary>
    /// <exception cref="RestoreRefusedException">Somebody is.</exception>
    public async Task RefuseMembers(CancellationToken cancellationToken)
    {
        using var admin = Admin.Create(connection);
        var group = await admin.Group(copies.Application, cancellationToken);
        if (group.Members.Count == 0) return;
        var hosts = string.Join(", ", group.Members.Select(member => member.Host).Distinct());
        throw new RestoreRefusedException(
            $"{group.Members.Count} instances of {copies.Application} run ({hosts}): stop all of them first, "
            + "and wait until their sessions have ended.");
    }

    static string? Problem(StateCopy? copy, string? cluster, Dictionary<string, int> partitions, Consumer reader)
    {
        if (copy is null) return "it has no copy of that time or before";
        if (copy.Metadata is not { } metadata) return $"the description of copy {copy.Id} is missing, cut or changed";
        if (metadata.Format != CheckpointMetadata.NewestFormat) return $"copy {copy.Id} is of format {metadata.Format}";
        if (metadata.Cluster != cluster) return $"copy {copy.Id} is of cluster {metadata.Cluster}, this is {cluster}";
        if (metadata.Input is not { } input || metadata.Next is not { } next)
            return $"copy {copy.Id} does not say where its input was";
        if (partitions.GetValueOrDefault(input) <= copy.Partition) return $"its input {input}[{copy.Partition}] does not exist";
        var (low, high) = reader.WatermarkOffsets(new TopicPartition(input, copy.Partition), QueryTimeout);
        return next < low || next > high
            ? $"copy {copy.Id} goes on at offset {next} of {input}[{copy.Partition}], which holds {low} to {high}: "
                + "what came between is gone; choose a later time"
            : null;
    }
}
