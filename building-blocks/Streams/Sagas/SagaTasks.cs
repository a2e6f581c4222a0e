using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging;

namespace Streams;

/// <summary>
/// The instances of a saga on one endpoint: each partition is a task. Messages read beside the endpoint's loop, which alone writes, commits
/// and restores; a lock keeps them apart.
/// </summary>
sealed class SagaTasks : IEndpointState, IDisposable
{
    /// <summary>Counted up whenever bytes of a store mean something else.</summary>
    const string Fingerprint = "saga 1";

    readonly Lock gate = new();
    readonly HashSet<int> running = [];
    readonly string topic;
    readonly TaskHost host;
    readonly SagaChangelog changelog;

    public SagaTasks(SagaEndpoint endpoint, FasterSagaOptions options, string store, TimeProvider time, ILogger logger)
    {
        topic = endpoint.Topic;
        changelog = new SagaChangelog(endpoint, store, logger);
        var settings = new TaskSettings
        {
            Application = endpoint.GroupId,
            Folder = options.Folder,
            Connection = endpoint.Connection,
            CheckpointInterval = options.CheckpointInterval,
            MemoryBytes = options.MemoryBytes,
            Standby = options.Standby,
        };
        host = new TaskHost(
            settings, [new TaskDefinition(topic, store, Fingerprint, (state, _) => new SagaInstances(state))], time, logger);
    }

    /// <summary>The group's offsets decide: they are in the transaction of the state.</summary>
    public bool KeepsPositions => false;

    public IReadOnlyList<TaskStatistics> Statistics => host.Statistics;

    public async ValueTask<long?> Assigned(TopicPartition partition, PartitionContext context, CancellationToken cancellationToken)
    {
        lock (gate) running.Remove(partition.Partition);
        await changelog.IsThere(cancellationToken);
        await host.Assigned(partition, context, cancellationToken);
        return null;
    }

    public void Running(TopicPartition partition)
    {
        lock (gate)
        {
            host.Running(partition);
            running.Add(partition.Partition);
        }
    }

    public void Stopped(TopicPartition partition)
    {
        lock (gate)
        {
            running.Remove(partition.Partition);
            host.Stopped(partition);
        }
    }

    public ValueTask Revoked(TopicPartition partition, CancellationToken cancellationToken)
    {
        lock (gate) host.Revoked(partition);
        return ValueTask.CompletedTask;
    }

    public ValueTask Lost(TopicPartition partition, CancellationToken cancellationToken)
    {
        lock (gate) host.Lost(partition);
        return ValueTask.CompletedTask;
    }

    public void BeforeCommit(IRecordOutput output)
    {
        lock (gate) host.BeforeCommit(output);
    }

    public void Committed(IReadOnlyList<TopicPartitionOffset> positions)
    {
        lock (gate) host.Committed(positions);
    }

    public void Aborted()
    {
        lock (gate) host.Aborted();
    }

    /// <summary>The value of a key with the open transaction's changes; null without one. For any thread.</summary>
    /// <exception cref="OperationCanceledException">The partition is not ours any more: what its messages do does not count.</exception>
    public byte[]? Read(int partition, ReadOnlySpan<byte> key)
    {
        lock (gate) return Instances(partition).Read(key);
    }

    /// <summary>The committed value of a key that one of the partitions here has. For any thread.</summary>
    public byte[]? ReadCommitted(ReadOnlySpan<byte> key)
    {
        lock (gate)
        {
            foreach (var partition in running)
                if (host.Committed(topic, partition).TryGet(key, out var value)) return value.ToArray();
            return null;
        }
    }

    /// <summary>Puts what a message did into the open transaction. For the endpoint's loop.</summary>
    public void Write(int partition, IReadOnlyDictionary<Guid, byte[]?> values)
    {
        lock (gate)
        {
            var instances = Instances(partition);
            foreach (var (id, value) in values) instances.Write(id.ToByteArray(bigEndian: true), value);
        }
    }

    public void Dispose() => host.Dispose();

    SagaInstances Instances(int partition) => running.Contains(partition)
        ? host.Of<SagaInstances>(topic, partition)
        : throw new OperationCanceledException($"{topic}[{partition}] is not assigned to this instance any more.");
}
