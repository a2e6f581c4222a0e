using System.Text.Json;

namespace EndToEnd;

/// <summary>The main job on real input, as ./run does it.</summary>
public sealed class RunOnceTests
{
    [Fact]
    public Task Samples_arrive_on_the_embedded_broker() => Arrive(11, ["--once", "--json"], kafkaHome: null, "embedded", "embedded");

    [Fact]
    public Task Generated_events_arrive_on_the_embedded_broker() =>
        Arrive(20_000, ["--once", "--json", "--events", "20000"], kafkaHome: null, "embedded", "embedded");

    [Fact]
    public Task Events_arrive_on_real_Kafka_with_the_embedded_capture() =>
        Arrive(2_000, ["--once", "--json", "--events", "2000"], RealKafka.Required(), "kafka", "embedded");

    [Fact]
    public Task Events_arrive_on_real_Kafka_with_Debezium() =>
        Arrive(2_000, ["--once", "--json", "--events", "2000"], RealKafka.RequiredWithDebezium(), "kafka", "debezium");

    static async Task Arrive(int events, string[] arguments, string? kafkaHome, string broker, string capture)
    {
        using var run = RunProcess.Start([.. arguments, "--capture", capture], kafkaHome);

        (await run.WaitForExit()).ShouldBe(0, run.Error);

        var result = JsonElement.Parse(run.LastLine);
        Number(result, "events_posted").ShouldBe(events);
        Number(result, "raw_records").ShouldBe(events);
        Number(result, "raw_duplicates").ShouldBe(0);
        Number(result, "routed_duplicates").ShouldBe(0);
        Number(result, "missing").ShouldBe(0);
        Number(result, "different").ShouldBe(0);
        Sum(result, "routed").ShouldBe(events);
        Sum(result, "views").ShouldBe(events);
        result.GetProperty("broker").GetString().ShouldBe(broker);
        result.GetProperty("capture").GetString().ShouldBe(capture);
        result.GetProperty("latency_ms").GetProperty("p99").GetDouble().ShouldBeGreaterThan(0);
        run.Descendants().ShouldBeEmpty();
        Directory.GetFileSystemEntries(run.Folder, "tributary-*").ShouldBeEmpty();
    }

    static int Number(JsonElement result, string name) => result.GetProperty(name).GetInt32();

    static int Sum(JsonElement result, string name) => result.GetProperty(name).EnumerateObject().Sum(each => each.Value.GetInt32());
}
