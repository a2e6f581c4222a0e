using System.Text.Json;
using Confluent.Kafka;
using KafkaRider.Tests.Support;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Streams.Tests;

/// <summary>A service with a saga on FASTER and its topics, on a broker of a test.</summary>
sealed class OrderService(Broker broker) : IDisposable
{
    public const int Partitions = 3;

    /// <summary>Bytes of a notice that the real broker takes.</summary>
    public const int LargestNotice = 20_000;

    readonly string folder = Directory.CreateTempSubdirectory("sagas-").FullName;
    readonly long[] sent = new long[Partitions];

    public string Topic { get; } = Broker.Name("orders");

    public string Notices { get; } = Broker.Name("notices");

    public string Group { get; } = Broker.Name("shop");

    public string Changelog => $"{Group}-order-state-changelog";

    public string DeadLetters => $"{Group}-dead-letter";

    public async Task<OrderService> WithTopics()
    {
        await broker.Topic(Partitions, Topic);
        await broker.Topic(1, Notices, new Dictionary<string, string> { ["max.message.bytes"] = $"{LargestNotice}" });
        await broker.Topic(1, DeadLetters);
        // The embedded broker makes none by request.
        if (broker.Embedded is not null) await broker.Topic(Partitions, Changelog);
        return this;
    }

    /// <summary>An instance, with a folder of its own where it has a name.</summary>
    public Task<RiderHost> Start(
        OrderFaults? faults = null,
        string name = "first",
        Action<IKafkaTopicReceiveEndpointConfigurator<string, OrderEvent>>? also = null,
        bool isStandby = false) =>
        RiderHost.Start(
            broker,
            (context, kafka) => kafka.TopicEndpoint<string, OrderEvent>(
                Topic,
                new ConsumerConfig { GroupId = Group, AutoOffsetReset = AutoOffsetReset.Earliest },
                e =>
                {
                    e.UseDeadLetterTopic();
                    also?.Invoke(e);
                    e.ExactlyOnce(options =>
                    {
                        options.CommitInterval = TimeSpan.FromMilliseconds(20);
                        options.FirstBackOff = TimeSpan.FromMilliseconds(20);
                        options.AttemptLimit = 3;
                    });
                    e.ConfigureSaga<OrderState>(context);
                }),
            rider =>
            {
                rider.AddSingleton(faults ?? new OrderFaults());
                rider.AddSagaStateMachine<OrderStateMachine, OrderState>().FasterRepository(r =>
                {
                    r.Folder = Path.Combine(folder, name);
                    r.Standby = isStandby;
                });
                rider.AddProducer<OrderNotice>(Notices);
            });

    /// <summary>What it kept beside the changelog is gone.</summary>
    public void LoseFolder() => Directory.Delete(folder, recursive: true);

    /// <summary>Events of an order, with the key and in the partition that they should have unless others are given.</summary>
    public void Send(IEnumerable<OrderEvent> events, int? partition = null, Func<OrderEvent, string?>? key = null)
    {
        List<(int Partition, string? Key, string? Value)> records = [.. events.Select(e => (
            partition ?? Math.Abs(e.OrderId.GetHashCode() % Partitions),
            key is null ? e.OrderId.ToString() : key(e),
            (string?)JsonSerializer.Serialize(e, JsonSerializerOptions.Web)))];
        broker.Produce(Topic, records);
        foreach (var record in records) sent[record.Partition]++;
    }

    /// <summary>What was said about each order, in order.</summary>
    public ILookup<Guid, (string State, int Items)> Said() => broker.ReadAll(Notices, 1)
        .Select(record => JsonSerializer.Deserialize<OrderNotice>(record.Value!, JsonSerializerOptions.Web)!)
        .ToLookup(notice => notice.OrderId, notice => (notice.State, notice.Items));

    /// <summary>The newest value of each instance; null: a tombstone.</summary>
    public Dictionary<string, string?> Kept() => broker.ReadAll(Changelog, Partitions)
        .Where(record => record.Key!.Length > 1)
        .GroupBy(record => record.Key!)
        .ToDictionary(records => records.Key, records => records.Last().Value);

    /// <summary>Waits until an instance owns so many partitions and has done all that was sent to them.</summary>
    public Task IsDone(RiderHost host, int partitions = Partitions) => Eventually.Is(
        () => host.Report.Partitions is { } owned && owned.Count == partitions
            && owned.All(partition => (partition.Position ?? 0) >= sent[partition.Partition]),
        "all is done");

    public static TaskStatistics[] Tasks(RiderHost host) => [.. host.Services.GetRequiredService<FasterSagas<OrderState>>().Statistics];

    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
