using System.Text;
using System.Text.Json;
using KafkaRider;
using Librdkafka;
using Npgsql;

namespace Delivery.Support;

/// <summary>Topics, group and database of one test, and what it does to them.</summary>
public sealed class Place : IDisposable
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    readonly Platform platform;
    readonly IReadOnlyList<TimeSpan> retryDelays;
    readonly Producer producer;

    Place(Platform platform, Consumer consumer, string connectionString, IReadOnlyList<TimeSpan> retryDelays)
    {
        (this.platform, Consumer, ConnectionString, this.retryDelays) = (platform, consumer, connectionString, retryDelays);
        (Topic, Group) = (platform.NewName($"{consumer.View}-topic"), platform.NewName($"{consumer.View}-group"));
        producer = Producer.Create(new Dictionary<string, string>(Connection) { ["linger.ms"] = "1" });
    }

    public Consumer Consumer { get; }

    public string ConnectionString { get; }

    public string Topic { get; }

    public string Group { get; }

    public Dictionary<string, string> Connection => new() { ["bootstrap.servers"] = platform.BootstrapServers };

    public string DeadLetterTopic => FaultTopics.DeadLetter(Group);

    public IReadOnlyList<string> RetryTopics => [.. retryDelays.Distinct().Select(delay => FaultTopics.Retry(Group, delay))];

    public string[] Arguments =>
    [
        $"--Kafka:BootstrapServers={platform.BootstrapServers}",
        $"--ConnectionStrings:View={ConnectionString}",
        $"--KAFKA_TOPIC={Topic}",
        $"--CONSUMER_GROUP_ID={Group}",
        $"--Views:RetryDelays={string.Join(',', retryDelays.Select(FaultTopics.Delay))}",
        "--urls=http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Error",
    ];

    /// <summary>A place where a failed record has two more attempts, within a second.</summary>
    public static Task<Place> Create(Platform platform, Consumer consumer) =>
        Create(platform, consumer, [TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400)]);

    /// <summary>A place where a failed record has attempts for as long as a slow machine may take, for tests in which one
    /// succeeds.</summary>
    public static Task<Place> Patient(Platform platform, Consumer consumer) =>
        Create(platform, consumer, [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(500), 240)]);

    /// <summary>An event of this consumer about an entity, as the capture writes it.</summary>
    public byte[] Event(string entity, string uuid, int minute = 0, string note = "")
    {
        var created = new DateTimeOffset(2026, 1, 31, 8, minute, 0, TimeSpan.Zero);
        var attributes = new Dictionary<string, object> { ["note"] = note };
        var json = new
        {
            eventHeader = new { uuid, eventName = "Test", eventType = "Test", createdDate = created, savedDate = created },
            eventBody = new
            {
                entities = new[] { new { entityType = Consumer.EntityType, entityId = entity, updatedAttributes = attributes } },
            },
        };
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = uuid,
            event_name = "Test",
            event_type = "Test",
            created_date = created,
            saved_date = created,
            event_data = JsonSerializer.Serialize(json),
            __deleted = "false",
            __op = "c",
            __table = "business_events",
        });
    }

    /// <summary>Events about entities <c>prefix-0</c> and on, keyed as the capture keys them, over all partitions.</summary>
    public void ProduceEntities(string prefix, int count)
    {
        for (var i = 0; i < count; i++) Produce($"{prefix}-{i}", Event($"{prefix}-{i}", $"{prefix}-{i}"), i % Platform.Partitions);
        Flush();
    }

    public void Produce(string key, byte[] value, int partition)
    {
        var keyBytes = Encoding.UTF8.GetBytes($$"""{"id":"{{key}}"}""");
        while (producer.Produce(Topic, partition, keyBytes, value) == ErrorCode.QueueFull) producer.Poll(TimeSpan.FromMilliseconds(10));
    }

    public void Flush() => producer.Flush(Timeout).ShouldBeTrue("records were not acknowledged");

    public async Task<IReadOnlyList<DeadLetter>> DeadLetters() =>
        (await new DeadLetterReader(Connection, DeadLetterTopic)
            .List(DeadLetterFilter.All, DeadLetterLimits.MaxPageLetters, cancellationToken: TestContext.Current.CancellationToken)).Letters;

    /// <summary>Makes the database refuse an entity, until <see cref="OpenGate"/>.</summary>
    public Task CloseGate(string entity) =>
        Sql($"ALTER TABLE view.{Consumer.View} ADD CONSTRAINT gate CHECK (id <> '{entity}') NOT VALID");

    public Task OpenGate() => Sql($"ALTER TABLE view.{Consumer.View} DROP CONSTRAINT gate");

    public async Task Sql(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => producer.Dispose();

    static async Task<Place> Create(Platform platform, Consumer consumer, IReadOnlyList<TimeSpan> retryDelays)
    {
        var place = new Place(platform, consumer, await platform.NewDatabase(), retryDelays);
        await platform.CreateTopics([place.Topic, place.DeadLetterTopic, .. place.RetryTopics]);
        return place;
    }
}
