using System.Text;
using Librdkafka;
using Servers;
using Streams;
using Record = Librdkafka.Record;

namespace EndToEnd;

/// <summary>The shipped filters as generated SQL, on real Flink, over what real Debezium captured.</summary>
public sealed class SameAsFlinkTests
{
    const int Events = 500;
    const int Partitions = 3;

    [Fact(Explicit = true)]
    public async Task Flink_fills_the_four_topics_with_the_values_that_routing_writes()
    {
        var home = RealKafka.RequiredWithDebezium();
        var flink = Environment.GetEnvironmentVariable("FLINK_HOME");
        Assert.SkipUnless(flink is { Length: > 0 }, "FLINK_HOME is not set");
        var folder = Directory.CreateTempSubdirectory("same-as-flink-").FullName;
        await using (var kafka = await KafkaServer.Start(home, folder, TestContext.Current.CancellationToken))
        {
            using (var run = RunProcess.Start(
                ["--once", "--json", "--events", $"{Events}", "--kafka", kafka.BootstrapServers, "--capture", "debezium"], home))
                (await run.WaitForExit()).ShouldBe(0, run.Error);

            var pipeline = Shipped();
            var sql = FlinkSql.Generate(pipeline with { Filters = [.. pipeline.Filters.Select(Renamed)] },
                new FlinkSqlOptions { Brokers = kafka.BootstrapServers });
            await Create(kafka.BootstrapServers, pipeline.Filters.Select(filter => Renamed(filter).OutputTopic));
            await using (var job = await FlinkJob.Start(flink!, sql, folder, "--bounded"))
                await job.Finish(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);

            var seen = 0;
            foreach (var filter in pipeline.Filters)
            {
                var routed = ReadAll(kafka.BootstrapServers, filter.OutputTopic);
                ReadAll(kafka.BootstrapServers, Renamed(filter).OutputTopic).ShouldBe(routed);
                routed.ShouldNotBeEmpty();
                seen += routed.Count;
            }
            seen.ShouldBe(Events);
        }
        Directory.Delete(folder, recursive: true);
    }

    static Pipeline Shipped()
    {
        var reading = PipelineFile.Read(Path.Combine(AppContext.BaseDirectory, "pipelines", "car-finance.yaml"));
        return reading.Pipeline.ShouldNotBeNull();
    }

    static Filter Renamed(Filter filter) => filter with { OutputTopic = $"flink-{filter.OutputTopic}" };

    static async Task Create(string brokers, IEnumerable<string> topics)
    {
        using var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = brokers });
        await admin.CreateTopics([.. topics.Select(topic => new NewTopic(topic, Partitions, 1, null))]);
    }

    /// <summary>Partition, key and value of each committed record, in order.</summary>
    static List<string> ReadAll(string brokers, string topic)
    {
        var found = new List<string>();
        var open = Partitions;
        using var consumer = Consumer.Create(
            AssignedReading.Settings(new Dictionary<string, string> { ["bootstrap.servers"] = brokers }, "same-as-flink"),
            new ConsumerEvents { PartitionEnd = _ => open-- });
        consumer.Assign(Enumerable.Range(0, Partitions)
            .Select(partition => new TopicPartitionOffset(topic, partition, SpecialOffset.Beginning)));
        for (var empty = 0; open > 0 && empty < 300;)
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message)
            {
                empty++;
                continue;
            }
            using (message) found.Add(Shown(message.AsRecord()));
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    static string Shown(in Record record) =>
        $"{record.Partition} {Encoding.UTF8.GetString(record.Key)} {Encoding.UTF8.GetString(record.Value)}";
}
