using System.Text;
using Librdkafka;
using Npgsql;
using Servers;

namespace Consumers.Tests;

/// <summary>What the embedded broker cannot show: transactions, and records that retention has removed.</summary>
public sealed class RealKafkaTests(Platform platform)
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task On_a_real_broker_only_committed_records_count_and_lost_ones_are_told()
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        Assert.SkipUnless(home is not null, "needs a real broker: set KAFKA_HOME to a Kafka distribution");
        await using var kafka = await KafkaServer.Start(home, platform.NewFile("kafka"), TestContext.Current.CancellationToken);
        using var broker = Broker.Real(kafka.BootstrapServers);
        var place = await Place.Create(platform, View.Cars, broker);
        using var producer = Transactional(place);

        await using (var running = await RunningView.Start(place))
        {
            Transaction(producer, place, "aborted", isCommitted: false);
            for (var i = 0; i < 50; i++)
            {
                Transaction(producer, place, $"committed-{i}", isCommitted: true);
                await running.Row($"committed-{i}");
            }
            Transaction(producer, place, "aborted-too", isCommitted: false);

            await running.UntilStatus(status => status["lag"]?.GetValue<long>() == 0, "lag 0 behind the transaction markers");
            var status = await running.Status();
            status["records"]!.GetValue<long>().ShouldBe(50);
            status["problem"].ShouldBeNull();
            TestContext.Current.SendDiagnosticMessage($"{await MedianLatency(place):0.0} ms from accept to commit (median)");
        }

        for (var i = 0; i < 30; i++) Transaction(producer, place, $"removed-{i}", isCommitted: true);
        using var admin = Admin.Create(new Dictionary<string, string> { ["bootstrap.servers"] = place.BootstrapServers });
        await admin.DeleteRecords(Enumerable.Range(0, Platform.Partitions)
            .Select(partition => new TopicPartitionOffset(place.Topic, partition, SpecialOffset.End)),
            TestContext.Current.CancellationToken);
        await using var behind = await RunningView.Start(place, "--Views:ResetOnNewCluster=true");
        await behind.UntilStatus(
            status => status["problem"]?.GetValue<string>().Contains("records that it had not read were removed") == true, "the problem");
        (await behind.Status())["records"]!.GetValue<long>().ShouldBe(50);
    }

    static Producer Transactional(Place place)
    {
        var producer = Producer.Create(new Dictionary<string, string>
        {
            ["bootstrap.servers"] = place.BootstrapServers,
            ["transactional.id"] = place.Topic,
        });
        producer.InitTransactions(Timeout);
        return producer;
    }

    static void Transaction(Producer producer, Place place, string id, bool isCommitted)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");
        producer.BeginTransaction();
        producer.Produce(place.Topic, Producer.AnyPartition, Encoding.UTF8.GetBytes(id), Sample.Of(place.View).Copy(id, id).Flat(now));
        if (isCommitted) producer.CommitTransaction(Timeout);
        else
        {
            producer.Flush(Timeout);
            producer.AbortTransaction(Timeout);
        }
    }

    static async Task<double> MedianLatency(Place place)
    {
        await using var source = NpgsqlDataSource.Create(place.ConnectionString);
        await using var command = source.CreateCommand("""
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM committed_at - accepted_at) * 1000)::float8 FROM view.cars
            """);
        return (double)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
