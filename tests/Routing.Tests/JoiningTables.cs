using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Routing.Tests.Support;
using Servers;
using Streams;

namespace Routing.Tests;

/// <summary>A join with a table, which the example of users' progress is, natively and on real Flink.</summary>
public class JoiningTables(RealBroker real)
{
    const int Users = 8;

    [Fact]
    public async Task Progress_shows_the_profile_that_its_user_has_in_the_end_natively_and_on_Flink()
    {
        using var broker = await Broker.Of(BrokerKind.Real, real);
        using var pipelines = new PipelineFiles();
        var (progress, profiles) = (await broker.Topic("progress"), await broker.Topic("profiles"));
        var (routed, written) = (await broker.Topic("routed"), await broker.Topic("flink"));
        var example = new Example(seed: 1);
        for (var part = 0; part < 5; part++)
        {
            broker.Produce(profiles, example.Profiles(20));
            broker.Produce(progress, example.Progress(40));
        }

        pipelines.Write(Pipeline(progress, profiles, routed));
        await using (await RunningRouting.Start(broker, pipelines)) await Shows(broker, routed, example.Expected);

        if (Environment.GetEnvironmentVariable("FLINK_HOME") is not { } home) return;
        var pipeline = PipelineFile.Parse("example.yaml", Encoding.UTF8.GetBytes(Pipeline(progress, profiles, written))).Pipeline!;
        var sql = FlinkSql.Generate(pipeline, new FlinkSqlOptions { Brokers = broker.Servers });
        await using (var job = await FlinkJob.Start(home, sql, Path.Combine(pipelines.Folder, "flink"), "--checkpoint-ms", "1000"))
            await Shows(broker, written, example.Expected);
    }

    /// <summary>The example with topics of its own; what waits goes out soon.</summary>
    static string Pipeline(string progress, string profiles, string output) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "user-progress.yaml"))
            .Replace("name: learning", $"name: {output}", StringComparison.Ordinal)
            .Replace("topic: user-progress", $"topic: {progress}", StringComparison.Ordinal)
            .Replace("topic: user-profiles", $"topic: {profiles}", StringComparison.Ordinal)
            .Replace("outputTopic: user-progress-with-profiles", $"outputTopic: {output}", StringComparison.Ordinal)
            .Replace("wait: 10s", "wait: 1s", StringComparison.Ordinal);

    static async Task Shows(Broker broker, string topic, Dictionary<string, string> expected)
    {
        Dictionary<string, string> shown = [];
        try
        {
            await Eventually.Is(
                () =>
                {
                    shown = broker.ReadAll(topic).GroupBy(record => Encoding.UTF8.GetString(record.Key!))
                        .ToDictionary(row => row.Key, row => Text(JsonNode.Parse(row.Last().Text)!));
                    return Task.FromResult(shown.Count == expected.Count && shown.All(row => expected[row.Key] == row.Value));
                },
                "the final rows");
        }
        catch (TimeoutException)
        {
            shown.ShouldBe(expected, ignoreOrder: true);
        }
    }

    static string Text(JsonNode row) => string.Join(' ', row.AsObject().Select(column => $"{column.Key}={Value(column.Value)}"));

    static string Value(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number ? $"{value.GetValue<decimal>():0.##}" : value?.ToString() ?? "null";

    /// <summary>Random records, and what their rows are in the end.</summary>
    sealed class Example(int seed)
    {
        readonly Random random = new(seed);
        readonly Dictionary<string, (string User, int Percent)> progress = [];
        readonly Dictionary<string, string?> teams = [];
        int number;

        public Dictionary<string, string> Expected => progress.ToDictionary(
            row => row.Key,
            row =>
            {
                var team = teams.GetValueOrDefault(row.Value.User);
                return $"progressId={row.Key} userId={row.Value.User} course=course percent={row.Value.Percent} "
                    + (team is null ? "userName=null team=null plan=null" : $"userName=name of {row.Value.User} team={team} plan=free")
                    + " source=learning";
            });

        public List<TestRecord> Profiles(int count) => [.. Enumerable.Range(0, count).Select(_ => Profile())];

        public List<TestRecord> Progress(int count) => [.. Enumerable.Range(0, count).Select(_ => Step())];

        TestRecord Profile()
        {
            var user = $"user-{random.Next(Users)}";
            var team = random.Next(4) == 0 ? null : $"team {++number}";
            teams[user] = team;
            return TestRecord.Of(
                user, team is null ? null : Event("User", user, $$""" "name":"name of {{user}}","team":"{{team}}","plan":"free" """));
        }

        TestRecord Step()
        {
            var (row, user, percent) = ($"row-{random.Next(30)}", "", random.Next(101));
            user = progress.TryGetValue(row, out var known) ? known.User : $"user-{random.Next(Users + 2)}";
            progress[row] = (user, percent);
            return TestRecord.Of(
                row, Event("Progress", row, $$""" "userId":"{{user}}","course":"course","percent":{{percent}} """));
        }

        string Event(string type, string id, string attributes) => $$"""
            {"eventHeader":{"uuid":"e{{++number:D6}}","createdDate":"2025-01-15T10:30:{{number / 1000 % 60:D2}}.{{number % 1000:D3}}Z"},
            "entities":[{"entityHeader":{"entityId":"{{id}}","entityType":"{{type}}"},{{attributes}}}]}
            """;
    }
}
