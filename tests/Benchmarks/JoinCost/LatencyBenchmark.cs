using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Benchmarks.RoutingCost;
using Contracts;
using Librdkafka;
using Routing;
using Servers;

namespace Benchmarks.JoinCost;

/// <summary>
/// How long a record takes from its production to a reader of committed records, through a filter and through a join of two hops, at a
/// thousand records a second. The service runs in this process, so that its commits are timed too.
/// </summary>
static class LatencyBenchmark
{
    const int RecordsPerSecond = 1_000;
    const int CommitMilliseconds = 25;
    const int Step = 10;
    const double AtLeastOnceLimit = 30;

    /// <summary>Each change of a car goes out with all loans that it has by then.</summary>
    const int LoansPerCar = 5;

    /// <summary>As long as the broker compiles most of its code, which takes the processors from everybody.</summary>
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    internal static async Task Run(string kafkaHome)
    {
        await Run(kafkaHome, exactlyOnce: true);
        await Run(kafkaHome, exactlyOnce: false);
    }

    static async Task Run(string kafkaHome, bool exactlyOnce)
    {
        var folder = Directory.CreateTempSubdirectory("latency-").FullName;
        await using (var server = await KafkaServer.Start(kafkaHome, Path.Combine(folder, "kafka"), CancellationToken.None))
        {
            Dictionary<string, string> connection = new() { ["bootstrap.servers"] = server.BootstrapServers };
            using (var admin = Admin.Create(connection))
                await admin.CreateTopics(Topics.All.Select(topic => new NewTopic(topic.Name, topic.Partitions, 1, topic.Settings())));
            await using var service = RoutingService.Build(
            [
                $"--Kafka:BootstrapServers={server.BootstrapServers}", $"--Routing:CommitIntervalMs={CommitMilliseconds}",
                $"--Routing:StateFolder={Path.Combine(folder, "state")}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning",
                $"--Pipelines:Path={Path.Combine(AppContext.BaseDirectory, "pipelines")}", RoutingEngines.Delivery(exactlyOnce),
            ]);
            await service.StartAsync();
            using var raw = new Arrivals(connection, Topics.RawBusinessEvents);
            using var filtered = new Arrivals(connection, Topics.FilteredLoanCreatedEvents);
            using var joined = new Arrivals(connection, Topics.LoansWithCars);
            using var commits = new Durations("kafka_rider.commit.duration");
            using var producer = Producer.Create(Producing.Settings(connection, linger: 0));
            await Load(producer, "warm", WarmUp);
            commits.Clear();
            var sent = await Load(producer, "loan", Measured);
            await Task.Delay(Rest);
            Print(exactlyOnce, commits.Of(), raw.Since(sent), filtered.Since(sent), joined.Since(sent), sent.Count);
            await service.StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    static void Print(bool exactlyOnce, List<double> commits, List<double> raw, List<double> filtered, List<double> joined, int sent)
    {
        Console.WriteLine($"{(exactlyOnce ? "Exactly" : "At-least")}-once, {RecordsPerSecond:N0} records a second for "
            + $"{Measured.TotalSeconds:F0} s after {WarmUp.TotalSeconds:F0} s, a commit each {CommitMilliseconds} ms; "
            + "milliseconds from production to a reader of committed records");
        Console.WriteLine($"{"",-24} {"count",8} {"p50",8} {"p90",8} {"p99",8} {"p99.9",8} {"max",8}");
        foreach (var (name, values) in new[]
            { ("commit of a transaction", commits), ("Kafka alone", raw), ("filter", filtered), ("join", joined) })
        {
            values.Sort();
            Console.WriteLine($"{name,-24} {values.Count,8:N0} {At(values, 0.5),8:F1} {At(values, 0.9),8:F1} {At(values, 0.99),8:F1} "
                + $"{At(values, 0.999),8:F1} {At(values, 1),8:F1}");
        }

        Console.WriteLine($"{sent:N0} sent");
        var limit = exactlyOnce ? 2 * (CommitMilliseconds + At(commits, 0.99)) + 20 : AtLeastOnceLimit;
        Promise.AtMost("filter: 99th percentile, ms", At(filtered, 0.99), limit);
        Promise.AtMost("join, two hops: 99th percentile, ms", At(joined, 0.99), exactlyOnce ? 2 * limit : limit);
    }

    static double At(List<double> sorted, double part) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * part)];

    /// <summary>Produces loans of ids of their own, each of a car that is there; when each was sent.</summary>
    static async Task<Dictionary<string, long>> Load(Producer producer, string name, TimeSpan duration)
    {
        Dictionary<string, long> sent = [];
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(started) < duration;)
        {
            for (var i = 0; i < Step; i++, number++)
            {
                var loan = $"{name}-{number}";
                Send(producer, JoinInput.Car($"latency-{name}", number / LoansPerCar, number), $"{name}-car-{number}", number);
                sent[loan] = Stopwatch.GetTimestamp();
                Send(producer, JoinInput.Loan(loan, $"latency-{name}", number / LoansPerCar, number), loan, number);
            }

            producer.Poll(TimeSpan.Zero);
            var due = TimeSpan.FromSeconds(2.0 * number / RecordsPerSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero) await Task.Delay(due);
        }

        producer.Flush(TimeSpan.FromSeconds(30));
        return sent;
    }

    static void Send(Producer producer, byte[] value, string id, int number) => Producing.Send(
        producer, Topics.RawBusinessEvents, number % Topics.EventPartitions, Encoding.UTF8.GetBytes($$"""{"id":"{{id}}"}"""), value);

    /// <summary>When the records of a topic were first seen by a reader of committed records, by the loan in their key.</summary>
    sealed class Arrivals : IDisposable
    {
        readonly Dictionary<string, long> seen = [];
        readonly CancellationTokenSource stopping = new();
        readonly Consumer consumer;
        readonly Thread thread;

        public Arrivals(Dictionary<string, string> connection, string topic)
        {
            var settings = AssignedReading.Settings(connection, "latency-reader");
            settings["fetch.wait.max.ms"] = "100";
            settings["fetch.queue.backoff.ms"] = "10";
            consumer = Consumer.Create(settings);
            consumer.Assign(Enumerable.Range(0, Topics.EventPartitions)
                .Select(partition => new TopicPartitionOffset(topic, partition, SpecialOffset.Beginning)));
            thread = new Thread(Read) { IsBackground = true };
            thread.Start();
        }

        public List<double> Since(Dictionary<string, long> sent)
        {
            lock (seen)
                return [.. sent.Where(loan => seen.ContainsKey(loan.Key))
                    .Select(loan => Stopwatch.GetElapsedTime(loan.Value, seen[loan.Key]).TotalMilliseconds)];
        }

        public void Dispose()
        {
            stopping.Cancel();
            thread.Join();
            consumer.Dispose();
        }

        void Read()
        {
            while (!stopping.IsCancellationRequested)
            {
                if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message) continue;
                var now = Stopwatch.GetTimestamp();
                using (message)
                {
                    var key = Encoding.UTF8.GetString(message.AsRecord().Key);
                    if (key.StartsWith("{\"id\":\"", StringComparison.Ordinal)) key = key[7..^2];
                    lock (seen) seen.TryAdd(key, now);
                }
            }
        }
    }

    /// <summary>What a histogram of the rider records, in milliseconds.</summary>
    sealed class Durations : IDisposable
    {
        readonly List<double> values = [];
        readonly MeterListener listener = new();

        public Durations(string name)
        {
            listener.InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == name) own.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>((_, seconds, _, _) =>
            {
                lock (values) values.Add(1_000 * seconds);
            });
            listener.Start();
        }

        public List<double> Of()
        {
            lock (values) return [.. values];
        }

        public void Clear()
        {
            lock (values) values.Clear();
        }

        public void Dispose() => listener.Dispose();
    }
}
