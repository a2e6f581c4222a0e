using Librdkafka;
using MassTransit;

namespace KafkaRider.Tests.Support;

/// <summary>A source topic of one test with its retry topics and its dead-letter topic.</summary>
public sealed class Ladder
{
    static readonly Dictionary<string, string> AppendTime = new() { ["message.timestamp.type"] = "LogAppendTime" };

    Ladder(Broker broker, string topic, string group, int partitions, TimeSpan[] delays)
    {
        Broker = broker;
        Topic = topic;
        Group = group;
        Partitions = partitions;
        Delays = delays;
    }

    public Broker Broker { get; }

    public string Topic { get; }

    public string Group { get; }

    public int Partitions { get; }

    public TimeSpan[] Delays { get; }

    public static TimeSpan[] Milliseconds(params int[] delays) => [.. delays.Select(delay => TimeSpan.FromMilliseconds(delay))];

    public static async Task<Ladder> Create(
        Broker broker, int partitions, TimeSpan[] delays, Dictionary<string, string>? retrySettings = null)
    {
        var group = Broker.Name("group");
        var topic = await broker.Topic(partitions, settings: new() { ["retention.ms"] = "-1" });
        foreach (var delay in delays.Distinct())
        {
            await broker.Topic(
                partitions, FaultTopics.Retry(group, delay), new(AppendTime.Concat(retrySettings ?? [])));
        }

        await broker.Topic(partitions, FaultTopics.DeadLetter(group), AppendTime);
        return new Ladder(broker, topic, group, partitions, delays);
    }

    public void Use(IKafkaFaultConfigurator endpoint, Action<RetryTopicsConfigurator>? also = null) => endpoint.UseRetryTopics(retry =>
    {
        retry.Delays(Delays);
        also?.Invoke(retry);
    });

    /// <summary>A host with one record endpoint.</summary>
    public Task<RiderHost> Start(IRecordProcessor processor, Action<RecordEndpointConfigurator>? configure = null) =>
        RiderHost.Start(Broker, (_, k) => k.RecordEndpoint(Topic, Group, e =>
        {
            Use(e);
            e.CheckpointInterval = TimeSpan.FromMilliseconds(200);
            configure?.Invoke(e);
            e.Process(processor);
        }));

    public List<ReadRecord> DeadLetters() => Broker.ReadAll(FaultTopics.DeadLetter(Group), Partitions);

    /// <summary>So many records were produced to the source, and the group has committed the end of everything.</summary>
    public bool IsCommitted(int produced)
    {
        using var consumer = Consumer.Create(new Dictionary<string, string>(Broker.Settings) { ["group.id"] = Group });
        var all = Delays.Distinct().Select(delay => FaultTopics.Retry(Group, delay)).Prepend(Topic)
            .SelectMany(topic => Enumerable.Range(0, Partitions).Select(number => new TopicPartition(topic, number))).ToList();
        var committed = consumer.Committed(all, TimeSpan.FromSeconds(10));
        var ends = all.ConvertAll(partition => consumer.WatermarkOffsets(partition, TimeSpan.FromSeconds(10)).High);
        return ends.Take(Partitions).Sum() == produced
            && committed.Zip(ends).All(both => Math.Max(0, both.First.Offset) == both.Second);
    }

    /// <summary>Nothing is left to do by this host, neither in the source nor in the retry topics.</summary>
    public bool IsDone(RiderHost host)
    {
        // Positions before ends: what a record at its position has copied is in the ends.
        var positions = host.Report.Partitions;
        if (positions.Count != Partitions * (1 + Delays.Distinct().Count())) return false;
        using var consumer = Consumer.Create(new Dictionary<string, string>(Broker.Settings) { ["group.id"] = "ends" });
        return positions.All(partition => partition.Position == consumer
            .WatermarkOffsets(new TopicPartition(partition.Topic, partition.Partition), TimeSpan.FromSeconds(10)).High);
    }
}
