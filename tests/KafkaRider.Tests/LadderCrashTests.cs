using System.Diagnostics;
using System.Globalization;
using System.Text;
using KafkaRider.Tests.Support;
using Librdkafka;
using MassTransit;

namespace KafkaRider.Tests;

/// <summary>
/// A process with an endpoint that is killed again and again under load: this program itself, told by the environment.
/// </summary>
public class LadderCrashTests(RealBroker real)
{
    const int Partitions = 3;
    const int Records = 6_000;
    const int Kills = 5;
    const string Told = "RIDER_LADDER_CRASH";

    [Fact(Explicit = true)]
    public async Task Kill_after_kill_nothing_is_lost_and_keys_keep_their_order()
    {
        using var broker = Broker.Of(BrokerKind.Real, real);
        var ladder = await Ladder.Create(broker, Partitions, Ladder.Milliseconds(300, 600, 900));
        var done = await broker.Topic(Partitions);
        var feeding = Task.Run(() => Feed(broker, ladder.Topic), TestContext.Current.CancellationToken);

        for (var kill = 0; kill < Kills; kill++)
        {
            var before = End(broker, done);
            using var victim = Start(broker, ladder, done);
            await Eventually.Is(() => End(broker, done) > before + 300, "it works");
            await Task.Delay(200 * kill, TestContext.Current.CancellationToken);
            victim.Kill();
            await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await feeding;
        using var last = Start(broker, ladder, done);
        await Eventually.Is(() => ladder.IsCommitted(Records), "all done", 120);
        last.Kill();

        var letters = ladder.DeadLetters();
        letters.Select(letter => Number(letter.Value!)).Distinct().Order()
            .ShouldBe(Enumerable.Range(0, Records).Where(number => Failures(number) == int.MaxValue));
        letters.ShouldAllBe(letter => letter.Headers[FaultHeaders.Attempts].Single() == "4");
        var outputs = broker.ReadAll(done, Partitions);
        outputs.Select(output => Number(output.Value!)).Distinct().Order()
            .ShouldBe(Enumerable.Range(0, Records).Where(number => Failures(number) != int.MaxValue));
        foreach (var key in outputs.GroupBy(output => output.Key))
            key.Select(output => Number(output.Value!)).Distinct().ShouldBeInOrder();
        TestContext.Current.SendDiagnosticMessage($"{Kills} kills: {outputs.Count} outputs of {Records - letters.Count} records");
    }

    [Fact(Explicit = true)]
    public async Task The_process_that_is_killed()
    {
        var told = Environment.GetEnvironmentVariable(Told)?.Split(' ');
        Assert.SkipUnless(told is { Length: 4 }, "is started by the other test");
        var (servers, topic, group, done) = (told![0], told[1], told[2], told[3]);

        await using var host = await RiderHost.Start(Broker.At(servers), (_, k) => k.RecordEndpoint(topic, group, e =>
        {
            e.UseRetryTopics(retry => retry.Delays(Ladder.Milliseconds(300, 600, 900)));
            e.PreserveKeyOrder();
            e.GroupInstanceId = "the one that is killed";
            e.CheckpointInterval = TimeSpan.FromMilliseconds(150);
            e.Process(new Passing(done));
        }));

        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    static void Feed(Broker broker, string topic)
    {
        using var producer = Producer.Create(broker.Settings);
        for (var number = 0; number < Records; number++)
        {
            producer.Produce(
                topic, number % 101 % Partitions, Encoding.UTF8.GetBytes($"key-{number % 101}"), Encoding.UTF8.GetBytes($"{number}"));
            if (number % 50 == 0) producer.Flush(TimeSpan.FromSeconds(30));
        }

        producer.Flush(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    static long End(Broker broker, string topic)
    {
        using var consumer = Consumer.Create(new Dictionary<string, string>(broker.Settings) { ["group.id"] = "ends" });
        return Enumerable.Range(0, Partitions)
            .Sum(partition => consumer.WatermarkOffsets(new TopicPartition(topic, partition), TimeSpan.FromSeconds(10)).High);
    }

    static Process Start(Broker broker, Ladder ladder, string done)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath!, ["-noLogo", "-explicit", "only", "-method", $"*{nameof(The_process_that_is_killed)}"])
        {
            RedirectStandardOutput = true,
            Environment = { [Told] = string.Join(' ', broker.Servers, ladder.Topic, ladder.Group, done) },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);

    static int Failures(int number) => number % 100 == 7 ? int.MaxValue : number % 10 == 3 ? 1 : 0;

    /// <summary>Fails as often as the number says, by what the record tells of its attempts; else passes it on.</summary>
    sealed class Passing(string done) : IRecordProcessor
    {
        public ValueTask Process(RecordBatch batch, IRecordOutput output, CancellationToken cancellationToken)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var record = batch[i];
                if (output.Waits(record)) continue;
                if (Attempts(record) < Failures(Number(Encoding.UTF8.GetString(record.Value))))
                    output.Fail(record, "failed", new InvalidOperationException("not yet"));
                else output.Produce(done, batch.Partition, record.Key, record.Value);
            }

            return ValueTask.CompletedTask;
        }

        static int Attempts(in Librdkafka.Record record) =>
            record.Headers.TryGetLast("fault-attempts"u8, out var header) ? Number(Encoding.UTF8.GetString(header.Value)) : 0;
    }
}
