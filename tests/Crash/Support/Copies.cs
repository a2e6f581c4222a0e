using System.Text;
using System.Text.Json;
using Librdkafka;

namespace Crash.Support;

/// <summary>Follows the target as a reader of committed records, and keeps count of what it sees.</summary>
sealed class Copies : IAsyncDisposable
{
    readonly Consumer consumer;
    readonly Dictionary<(int Partition, int Number), int> seen = [];
    readonly Dictionary<string, int> last = [];
    readonly CancellationTokenSource stopping = new();
    readonly int partitions;
    readonly Task running;
    long lastSeen = TimeProvider.System.GetTimestamp();
    int emptyPolls;
    Dictionary<int, long>? gaps;

    public Copies(string servers, string topic, int partitions)
    {
        this.partitions = partitions;
        consumer = Consumer.Create(
            new Dictionary<string, string>
            {
                ["bootstrap.servers"] = servers,
                ["group.id"] = $"copies-of-{topic}",
                ["enable.auto.commit"] = "false",
                ["isolation.level"] = "read_committed",
            });
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, SpecialOffset.Beginning)));
        running = Task.Run(Run);
    }

    /// <summary>Different numbers seen.</summary>
    public int Distinct
    {
        get
        {
            lock (seen) return seen.Count;
        }
    }

    /// <summary>Numbers seen again.</summary>
    public int Repeated { get; private set; }

    /// <summary>Numbers seen for the first time behind a greater one of their key.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>Longest time in which nothing new was seen of one source partition, since <see cref="WatchGaps"/>.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>Measures from now on how long each source partition is silent.</summary>
    public void WatchGaps()
    {
        lock (seen)
        {
            LongestGap = TimeSpan.Zero;
            gaps = Enumerable.Range(0, partitions).ToDictionary(partition => partition, _ => TimeProvider.System.GetTimestamp());
        }
    }

    /// <summary>Waits until so many different numbers were seen; gives up when nothing comes for a long time.</summary>
    public async Task Reach(int count)
    {
        var patience = TimeSpan.FromSeconds(90);
        Volatile.Write(ref lastSeen, TimeProvider.System.GetTimestamp());
        while (Distinct < count)
        {
            if (TimeProvider.System.GetElapsedTime(Volatile.Read(ref lastSeen)) > patience)
                throw new TimeoutException($"{Distinct} of {count} numbers came, and nothing for {patience.TotalSeconds} s");
            await Task.Delay(50);
        }
    }

    /// <summary>Reads on to the end, once nothing is written any more.</summary>
    public async Task ReadToEnd()
    {
        const int enough = 20;
        Volatile.Write(ref emptyPolls, 0);
        while (Volatile.Read(ref emptyPolls) < enough) await Task.Delay(50);
        await stopping.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        consumer.Dispose();
    }

    void Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            if (consumer.Poll(TimeSpan.FromMilliseconds(100)) is not { } message)
            {
                Interlocked.Increment(ref emptyPolls);
                continue;
            }

            Volatile.Write(ref emptyPolls, 0);
            using (message)
            {
                lock (seen) Take(message.AsRecord());
            }
        }
    }

    void Take(in Librdkafka.Record record)
    {
        var value = JsonDocument.Parse(record.Value.ToArray()).RootElement;
        var (partition, number) = (value.GetProperty("partition").GetInt32(), value.GetProperty("number").GetInt32());
        var now = TimeProvider.System.GetTimestamp();
        Volatile.Write(ref lastSeen, now);
        seen[(partition, number)] = seen.GetValueOrDefault((partition, number)) + 1;
        if (seen[(partition, number)] > 1)
        {
            Repeated++;
            return;
        }

        var key = Encoding.UTF8.GetString(record.Key);
        if (last.TryGetValue(key, out var before) && before > number) OutOfOrder++;
        last[key] = number;
        if (gaps is null) return;
        var silent = TimeProvider.System.GetElapsedTime(gaps[partition], now);
        if (silent > LongestGap) LongestGap = silent;
        gaps[partition] = now;
    }
}
