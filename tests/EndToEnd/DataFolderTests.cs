using System.Text.Json;

namespace EndToEnd;

/// <summary>What a folder of the user's keeps from run to run.</summary>
public sealed class DataFolderTests
{
    [Fact]
    public async Task Embedded_broker_forgets_and_the_recorded_events_are_sent_again()
    {
        var data = NewFolder();

        await Run(data, "1", kafkaHome: null, "embedded");
        var again = await Run(data, "2", kafkaHome: null, "embedded");

        again.Error.ShouldContain("recorded events are sent again");
        Directory.Delete(data, recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Real_Kafka_keeps_its_records_and_the_capture_may_change_between_runs()
    {
        var home = RealKafka.RequiredWithDebezium();
        var data = NewFolder();

        await Run(data, "1", home, "debezium");
        await Run(data, "2", home, "embedded");
        await Run(data, "3", home, "debezium");

        Directory.Delete(data, recursive: true);
    }

    static async Task<(JsonElement Result, string Error)> Run(string data, string seed, string? kafkaHome, string capture)
    {
        using var run = RunProcess.Start(
            ["--once", "--json", "--events", "300", "--seed", seed, "--data", data, "--capture", capture], kafkaHome);

        (await run.WaitForExit()).ShouldBe(0, run.Error);

        var result = JsonElement.Parse(run.LastLine);
        result.GetProperty("raw_duplicates").GetInt32().ShouldBe(0);
        result.GetProperty("routed_duplicates").GetInt32().ShouldBe(0);
        return (result, run.Error);
    }

    static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory("run-data-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        return folder;
    }
}
