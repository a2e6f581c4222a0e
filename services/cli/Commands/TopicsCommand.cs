using System.CommandLine;
using System.Text.Json;
using Contracts;
using Librdkafka;

namespace Cli;

/// <summary><c>topics apply</c>: makes the platform's topics on real brokers. It only shows the plan unless told to act.</summary>
static class TopicsCommand
{
    static readonly Option<bool> Execute = new("--execute") { Description = "Make the missing topics; without it the plan is printed." };

    static readonly Option<int> ReplicationFactor = new("--replication-factor")
    {
        Description = "Brokers that hold each topic.",
        HelpName = "N",
        DefaultValueFactory = _ => Replication.Production.Factor,
    };

    static readonly Option<int> MinInSync = new("--min-insync-replicas")
    {
        Description = "Brokers that must have a record before it is acknowledged.",
        HelpName = "N",
        DefaultValueFactory = _ => Replication.Production.MinInSync,
    };

    static readonly Option<bool> Json = new("--json") { Description = "Print the plan as JSON." };

    public static Command Create()
    {
        var apply = new Command("apply", "Make the topics that are missing; existing ones stay as they are.")
        {
            KafkaOption.Given, Execute, ReplicationFactor, MinInSync, Json,
        };
        apply.Validators.Add(result =>
        {
            if (result.GetValue(MinInSync) > result.GetValue(ReplicationFactor))
                result.AddError("--min-insync-replicas is greater than --replication-factor: nothing could ever be written.");
        });
        apply.SetAction((parsed, cancellationToken) => Apply(parsed, cancellationToken));
        return new Command("topics", "The platform's Kafka topics.") { apply };
    }

    static async Task<int> Apply(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            var connection = GivenConnection.Read(parsed.GetValue(KafkaOption.Given));
            using var admin = Admin.Create(connection);
            var existing = (await admin.Metadata(cancellationToken)).Topics.Select(topic => topic.Name).ToHashSet();
            var missing = Topics.All.Where(topic => !existing.Contains(topic.Name)).ToList();
            var replication = new Replication(parsed.GetValue(ReplicationFactor), parsed.GetValue(MinInSync));
            if (parsed.GetValue(Execute)) await TopicCreation.Create(connection, Topics.All, replication, cancellationToken);
            Print(Console.Out, missing, replication, parsed.GetValue(Execute), parsed.GetValue(Json));
            return ExitCode.Succeeded;
        }
        catch (Exception e) when (e is PlatformException or KafkaException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
    }

    static void Print(TextWriter writer, List<Topic> missing, Replication replication, bool isDone, bool isJson)
    {
        if (isJson)
        {
            var topics = missing.Select(topic => new { topic.Name, topic.Partitions, Settings = topic.Settings() });
            writer.WriteLine(JsonSerializer.Serialize(new { executed = isDone, created = topics, replication }, JsonSerializerOptions.Web));
            return;
        }
        var verb = isDone ? "made" : "would make";
        foreach (var topic in missing)
        {
            var settings = string.Join(" ", topic.Settings().Select(setting => $"{setting.Key}={setting.Value}"));
            writer.WriteLine($"{verb} {topic.Name}: {topic.Partitions} partitions, {replication.Factor} replicas, "
                + $"min.insync.replicas={replication.MinInSync} {settings}");
        }
        if (missing.Count == 0) writer.WriteLine($"All {Topics.All.Count} topics exist.");
        else if (!isDone) writer.WriteLine("Nothing was changed: add --execute.");
    }
}
