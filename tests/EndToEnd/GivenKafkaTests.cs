using System.Text.Json;
using Servers;

namespace EndToEnd;

/// <summary>Brokers of the user's, which remember what earlier runs wrote.</summary>
public sealed class GivenKafkaTests
{
    [Fact(Explicit = true)]
    public async Task Each_run_with_new_databases_on_the_same_brokers_is_right()
    {
        var home = RealKafka.Required();
        var folder = Directory.CreateTempSubdirectory("given-kafka-").FullName;
        await using (var kafka = await KafkaServer.Start(home, folder, TestContext.Current.CancellationToken))
        {
            foreach (var seed in (string[])["1", "2"])
            {
                using var run = RunProcess.Start(
                    ["--once", "--json", "--events", "500", "--seed", seed, "--kafka", kafka.BootstrapServers]);

                (await run.WaitForExit()).ShouldBe(0, run.Error);

                var result = JsonElement.Parse(run.LastLine);
                result.GetProperty("raw_records").GetInt32().ShouldBe(500);
                result.GetProperty("raw_duplicates").GetInt32().ShouldBe(0);
                result.GetProperty("broker").GetString().ShouldBe("kafka");
            }
        }
        Directory.Delete(folder, recursive: true);
    }
}
