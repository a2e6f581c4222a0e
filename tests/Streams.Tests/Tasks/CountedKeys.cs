using System.Buffers.Binary;
using System.Security.Cryptography;
using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging;
using State;

namespace Streams.Tests;

/// <summary>
/// Tasks that count the records of each key, over a broker in this process: what the endpoint's loop does to them, step by step.
/// </summary>
sealed class CountedKeys : IDisposable
{
    public const string Topic = "input";
    public const string Store = "counts";
    const string UsualApplication = "app";

    static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly TaskHost host;
    readonly ProducedRecords output;
    readonly TopicPartition partition = new(Topic, 0);
    readonly Consumer group;
    readonly ChangelogEnds ends;
    readonly string application;
    CancellationTokenSource assignment = new();
    long read;

    public CountedKeys(
        MockCluster cluster, string folder, TimeProvider? time = null, string fingerprint = "1", ILogger? logger = null,
        Func<TaskSettings, TaskSettings>? also = null)
        : this(cluster.BootstrapServers, UsualApplication, folder, time, fingerprint, logger, also)
    {
    }

    public CountedKeys(
        string servers, string application, string folder, TimeProvider? time = null, string fingerprint = "1", ILogger? logger = null,
        Func<TaskSettings, TaskSettings>? also = null)
    {
        this.application = application;
        var connection = new Dictionary<string, string> { ["bootstrap.servers"] = servers };
        output = new ProducedRecords(connection);
        group = Consumer.Create(AssignedReading.Settings(connection, application));
        ends = new ChangelogEnds(connection);
        var settings = new TaskSettings
        {
            Application = application,
            Folder = folder,
            Connection = connection,
            MemoryBytes = 16 * 1024 * 1024,
        };
        host = new TaskHost(
            also?.Invoke(settings) ?? settings,
            [new TaskDefinition(Topic, Store, fingerprint, (state, _) => new Counting(state))],
            time ?? TimeProvider.System,
            logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
    }

    public TaskStatistics Statistics => host.Statistics.Single();

    /// <summary>Null while the task is not open.</summary>
    public TaskStatistics? TryStatistics => host.Statistics.SingleOrDefault();

    /// <summary>The offset after all that is in the changelog.</summary>
    public long ChangelogEnd => ends.Of(new TopicPartition(ChangelogOf(application), 0)).End;

    /// <summary>The cluster's own id.</summary>
    public string ClusterId => group.ClusterId(Patience).ShouldNotBeNull();

    /// <summary>The topic of the changes.</summary>
    public static string Changelog => ChangelogOf(UsualApplication);

    /// <summary>The topic of the changes, of an application.</summary>
    public static string ChangelogOf(string application) => $"{application}-{Store}-changelog";

    public async Task Assign(string clusterId = "this")
    {
        await Restore(clusterId);
        host.Running(partition);
    }

    /// <summary>The partition comes, and its state is brought to its changelog's end; records do not come yet.</summary>
    public async Task Restore(string clusterId = "this")
    {
        assignment = new CancellationTokenSource();
        await host.Assigned(partition, new PartitionContext(clusterId, application, 0, 0), assignment.Token);
    }

    /// <summary>One transaction.</summary>
    public void Count(params string[] keys)
    {
        Process(keys);
        host.BeforeCommit(output);
        output.Flush();
        read += keys.Length;
        TopicPartitionOffset[] positions = [new(Topic, 0, read)];
        group.Commit(positions, Patience);
        host.Committed(positions);
    }

    /// <summary>One that is aborted before its commit.</summary>
    public void CountAndAbort(params string[] keys)
    {
        Process(keys);
        host.Aborted();
    }

    /// <summary>What the endpoint's loop does between transactions.</summary>
    public void Tick() => host.Tick(output);

    /// <summary>A savepoint of the task, with the loop going on as it does.</summary>
    public async Task<SavedTask> Save()
    {
        var asked = host.Savepoint(CancellationToken.None);
        Tick();
        var saved = (await asked).Single();
        while (!saved.IsCompleted)
        {
            Tick();
            Count();
            await Task.WhenAny(saved, Task.Delay(TickInterval));
        }
        return await saved;
    }

    /// <summary>A savepoint that is asked for just before the partition goes.</summary>
    public async Task<SavedTask> SaveWhileRevoked()
    {
        var asked = host.Savepoint(CancellationToken.None);
        Process(["open"]);
        Tick();
        Lose();
        return await (await asked).Single();
    }

    /// <summary>The partition is taken away.</summary>
    public void Revoke()
    {
        host.Stopped(partition);
        host.Revoked(partition);
        assignment.Cancel();
    }

    /// <summary>The partition is gone already.</summary>
    public void Lose()
    {
        host.Stopped(partition);
        host.Lost(partition);
        assignment.Cancel();
    }

    public int this[string key] => host.Of<Counting>(Topic, 0).Of(System.Text.Encoding.UTF8.GetBytes(key));

    /// <summary>The key that counts a key.</summary>
    public static byte[] StateKey(string key) => [1, .. System.Text.Encoding.UTF8.GetBytes(key)];

    /// <summary>What is committed here, as <c>key=count</c>, in the order of keys. Only while nobody changes it.</summary>
    public string Counts
    {
        get
        {
            var counts = new Counted([]);
            ((IKeyedStore)host.Committed(Topic, 0)).Scan(ref counts);
            return string.Join(' ', counts.Found.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Of everything that is committed here, as far as nobody changes it at this moment.</summary>
    public string Hash
    {
        get
        {
            var hash = new Hashing();
            ((IKeyedStore)host.Committed(Topic, 0)).Scan(ref hash);
            return $"{hash.Entries} keys {hash.Sum:X16}";
        }
    }

    public void Dispose()
    {
        assignment.Cancel();
        host.Dispose();
        output.Dispose();
        group.Dispose();
        ends.Dispose();
    }

    void Process(string[] keys)
    {
        var task = host.Of<Counting>(Topic, 0);
        foreach (var key in keys) task.TryProcess(System.Text.Encoding.UTF8.GetBytes(key), default, output);
    }

    sealed class Counting(IKeyedState state) : ITaskStage
    {
        public int Of(ReadOnlySpan<byte> key) =>
            state.TryGet([1, .. key], out var value) ? BinaryPrimitives.ReadInt32BigEndian(value) : 0;

        public bool TryProcess(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IRecordOutput output)
        {
            var count = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(count, Of(key) + 1);
            state.Put([1, .. key], count);
            return true;
        }

        public bool Tick(DateTimeOffset now, IRecordOutput output) => true;
    }

    readonly struct Counted(List<string> found) : IEntryVisitor
    {
        public List<string> Found => found;

        public bool Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            if (key.Length > 1) found.Add($"{System.Text.Encoding.UTF8.GetString(key[1..])}={BinaryPrimitives.ReadInt32BigEndian(value)}");
            return true;
        }
    }

    /// <summary>Equal for equal entries, in whatever order they come.</summary>
    struct Hashing : IEntryVisitor
    {
        public int Entries { get; private set; }

        public ulong Sum { get; private set; }

        public bool Visit(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            Entries++;
            Sum += BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData([.. key, 0, .. value]));
            return true;
        }
    }

    /// <summary>Writes to the broker what is produced.</summary>
    sealed class ProducedRecords(IReadOnlyDictionary<string, string> connection) : ProducedOnly, IDisposable
    {
        readonly Producer producer = Producer.Create(connection);

        public override void Produce(
            string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default) =>
            producer.Produce(topic, partition, key, value).ShouldBe(ErrorCode.NoError);

        public void Flush() => producer.Flush(Patience).ShouldBeTrue();

        public void Dispose() => producer.Dispose();
    }
}
