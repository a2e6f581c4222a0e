using System.Globalization;
using Librdkafka;
using State;

namespace Streams;

/// <summary>
/// Makes a changelog equal to a copy, in one transaction with the position of the task's input. Only what differs is written: a key that is
/// as it was needs nothing, whatever older checkpoint somebody begins with.
/// </summary>
sealed class ChangelogRewrite(StateCopies copies, StateCopy copy, IReadOnlyDictionary<string, string> connection, TimeProvider time)
{
    static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The longest that brokers allow by default (<c>transaction.max.timeout.ms</c>): a large state takes minutes.</summary>
    static readonly TimeSpan TransactionTimeout = TimeSpan.FromMinutes(15);

    readonly TopicPartition changelog = new(JoinNames.Changelog(copies.Application, copy.Store), copy.Partition);

    public async Task<RestoredTask> Run(string folder, CancellationToken cancellationToken)
    {
        var (then, now) = (Path.Combine(folder, "then"), Path.Combine(folder, "now"));
        try
        {
            await copies.Source(copy.Store, copy.Partition).Download(copy.Copy!, then, _ => { }, cancellationToken);
            return await Task.Factory.StartNew(
                () => Write(then, now, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    RestoredTask Write(string then, string now, CancellationToken cancellationToken)
    {
        using var target = new FasterStore(copy.Copy!.SettingsFor(then));
        if (target.Metadata is null) throw new CopyBrokenException($"copy {copy.Id}: {string.Join("; ", target.Discarded)}");
        using var current = new FasterStore(new StoreSettings { Folder = now });
        using (var ends = new ChangelogEnds(connection))
        using (var reader = new Changelog(connection, changelog, time))
        {
            var (low, end) = ends.Of(changelog);
            reader.Read((in Record record) => Changelog.Apply(current, record), low, end, cancellationToken);
        }
        using var producer = Producer.Create(Settings());
        producer.InitTransactions(CallTimeout);
        producer.BeginTransaction();
        try
        {
            var task = Write(producer, target, current, cancellationToken);
            producer.CommitTransaction(TransactionTimeout);
            return task;
        }
        catch
        {
            Abort(producer);
            throw;
        }
    }

    RestoredTask Write(Producer producer, FasterStore target, FasterStore current, CancellationToken cancellationToken)
    {
        var written = new Differences(current, Produce, cancellationToken);
        target.Scan(ref written);
        var removed = new Differences(target, (key, _) => Produce(key, default), cancellationToken) { IsPresenceOnly = true };
        current.Scan(ref removed);
        // The broker refuses it while the group has members.
        using var group = Consumer.Create(AssignedReading.Settings(connection, copies.Application));
        using var membership = group.GroupMetadata();
        producer.SendOffsetsToTransaction(
            [new TopicPartitionOffset(copy.Input!, copy.Partition, copy.Next!.Value)], membership, CallTimeout);
        return new RestoredTask(copy.Store, copy.Partition, written.Count, removed.Count);

        void Produce(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            ErrorCode code;
            while ((code = producer.Produce(changelog.Topic, changelog.Partition, key, value)) == ErrorCode.QueueFull)
            {
                producer.Poll(TimeSpan.FromMilliseconds(10));
                cancellationToken.ThrowIfCancellationRequested();
            }
            if (code != ErrorCode.NoError) throw new KafkaException(code, $"Writing to {changelog}");
        }
    }

    /// <summary>Left open, it would hold up every reader of the changelog until its time-out.</summary>
    static void Abort(Producer producer)
    {
        try
        {
            producer.AbortTransaction(CallTimeout);
        }
        catch (KafkaException)
        {
            // What led here says more. What cannot be aborted now, the next restore aborts, or the broker after the time-out.
        }
    }

    Dictionary<string, string> Settings() => new(connection)
    {
        ["transactional.id"] = $"{copies.Application}-restore-{copy.Store}-{copy.Partition}",
        ["transaction.timeout.ms"] = TransactionTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture),
        ["compression.type"] = "lz4",
    };

    delegate void EntryAction(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Entries of one store that another lacks, or holds with another value.</summary>
    struct Differences(FasterStore other, EntryAction found, CancellationToken cancellationToken) : IEntryVisitor
    {
        public bool IsPresenceOnly { get; init; }

        public long Count { get; private set; }

        public bool Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (other.TryGet(key, out var held) && (IsPresenceOnly || held.SequenceEqual(value))) return true;
            Count++;
            found(key, value);
            return true;
        }
    }
}
