using KafkaRider.Tests.Support;
using Librdkafka;

namespace Streams.Tests;

/// <summary>The ends of a transaction reach partitions at different times: what is committed may not look so yet.</summary>
public sealed class OpenTransactions(RealBroker broker) : IDisposable
{
    const string Application = "open-transactions";

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly string folder = Directory.CreateTempSubdirectory("tasks-").FullName;

    [Fact]
    public async Task A_restore_waits_for_the_end_of_a_transaction_that_has_records_in_the_changelog()
    {
        var servers = broker.Server().BootstrapServers;
        var connection = new Dictionary<string, string> { ["bootstrap.servers"] = servers };
        using var admin = Admin.Create(connection);
        await admin.CreateTopics(
            [new NewTopic(CountedKeys.Topic, 1, 1), new NewTopic(CountedKeys.ChangelogOf(Application), 1, 1)]);
        using var producer = Producer.Create(new Dictionary<string, string>(connection) { ["transactional.id"] = Application });
        producer.InitTransactions(Patience);
        producer.BeginTransaction();
        producer.Produce(CountedKeys.ChangelogOf(Application), 0, [1, (byte)'a'], [0, 0, 0, 5]).ShouldBe(ErrorCode.NoError);
        producer.Flush(Patience).ShouldBeTrue();
        using var tasks = new CountedKeys(servers, Application, folder);

        var restored = tasks.Assign();
        (await Task.WhenAny(restored, Task.Delay(TimeSpan.FromSeconds(2)))).ShouldNotBe(restored);
        producer.CommitTransaction(Patience);
        await restored;

        tasks["a"].ShouldBe(5);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
