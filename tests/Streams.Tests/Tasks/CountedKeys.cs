using System.Buffers.Binary;
using KafkaRider;
using Librdkafka;
using Microsoft.Extensions.Logging;
using State;
using Record = Librdkafka.Record;

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
    readonly string application;
    long read;

    public CountedKeys(
        MockCluster cluster, string folder, TimeProvider? time = null, string fingerprint = "1", ILogger? logger = null,
        CopySettings? copies = null)
        : this(cluster.BootstrapServers, UsualApplication, folder, time, fingerprint, logger, copies)
    {
    }

    public CountedKeys(
        string servers, string application, string folder, TimeProvider? time = null, string fingerprint = "1", ILogger? logger = null,
        CopySettings? copies = null)
    {
        this.application = application;
        var connection = new Dictionary<string, string> { ["bootstrap.servers"] = servers };
        output = new ProducedRecords(connection);
        group = Consumer.Create(AssignedReading.Settings(connection, application));
        host = new TaskHost(
            new TaskSettings
            {
                Application = application,
                Folder = folder,
                Connection = connection,
                MemoryBytes = 16 * 1024 * 1024,
                Copies = copies,
            },
            [new TaskDefinition(Topic, Store, fingerprint, (state, _) => new Counting(state))],
            time ?? TimeProvider.System,
            logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
    }

    public TaskStatistics Statistics => host.Statistics.Single();

    /// <summary>The topic of the changes.</summary>
    public static string Changelog => ChangelogOf(UsualApplication);

    /// <summary>The topic of the changes, of an application.</summary>
    public static string ChangelogOf(string application) => $"{application}-{Store}-changelog";

    public async Task Assign(string clusterId = "this")
    {
        await host.Assigned(partition, new PartitionContext(clusterId, application, 0, 0), CancellationToken.None);
        host.Running(partition);
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
        host.Lost(partition);
        return await (await asked).Single();
    }

    /// <summary>The partition is taken away.</summary>
    public void Revoke() => host.Revoked(partition);

    public int this[string key] => host.Of<Counting>(Topic, 0).Of(System.Text.Encoding.UTF8.GetBytes(key));

    public void Dispose()
    {
        host.Dispose();
        output.Dispose();
        group.Dispose();
    }

    void Process(string[] keys)
    {
        var task = host.Of<Counting>(Topic, 0);
        foreach (var key in keys)
            task.Process(new Record(new PlainRecord(Topic, 0, 0, System.Text.Encoding.UTF8.GetBytes(key), null)), output);
    }

    sealed class Counting(IKeyedState state) : ITaskStage
    {
        public int Of(ReadOnlySpan<byte> key) =>
            state.TryGet([1, .. key], out var value) ? BinaryPrimitives.ReadInt32BigEndian(value) : 0;

        public void Process(in Record record, IRecordOutput output)
        {
            var count = Of(record.Key) + 1;
            var value = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(value, count);
            state.Put([1, .. record.Key], value);
        }

        public bool Tick(DateTimeOffset now, IRecordOutput output) => true;
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
