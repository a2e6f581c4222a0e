using Cli;
using Contracts;
using Librdkafka;
using Servers;

namespace EndToEnd;

public sealed class TopicsApplyTests
{
    [Fact]
    public async Task Topics_are_made_only_when_told_to_and_only_once()
    {
        var home = RealKafka.Required();
        var folder = Directory.CreateTempSubdirectory("topics-apply-").FullName;
        await using (var kafka = await KafkaServer.Start(home, folder, TestContext.Current.CancellationToken))
        {
            using var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = kafka.BootstrapServers });
            string[] single = ["--kafka", kafka.BootstrapServers, "--replication-factor", "1", "--min-insync-replicas", "1"];

            (await Apply(single)).ShouldBe(0);
            (await admin.Metadata()).Topics.ShouldBeEmpty();

            (await Apply([.. single, "--execute"])).ShouldBe(0);
            var topics = (await admin.Metadata()).Topics;
            topics.ToDictionary(topic => topic.Name, topic => topic.Partitions.Count)
                .ShouldBe(Topics.All.ToDictionary(topic => topic.Name, topic => topic.Partitions), ignoreOrder: true);

            (await Apply([.. single, "--execute"])).ShouldBe(0);
            (await Apply(["--kafka", kafka.BootstrapServers, "--execute"])).ShouldBe(0, "all exist, so three replicas of none are made");
        }
        Directory.Delete(folder, recursive: true);
    }

    static Task<int> Apply(string[] options) =>
        RootCommands.Create().Parse(["topics", "apply", .. options]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
}
