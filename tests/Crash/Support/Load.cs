using System.Text;
using Librdkafka;

namespace Crash.Support;

/// <summary>Produces numbers 0, 1, 2 … to every partition of a topic, steadily, until it is stopped.</summary>
sealed class Load : IAsyncDisposable
{
    /// <summary>Numbers of so many keys take turns in each partition.</summary>
    const int Keys = 16;

    /// <summary>Numbers of each partition in one step.</summary>
    const int Step = 20;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    readonly string topic;
    readonly int partitions;
    readonly Producer producer;
    readonly CancellationTokenSource stopping = new();
    readonly Task running;

    public Load(string servers, string topic, int partitions)
    {
        this.topic = topic;
        this.partitions = partitions;
        producer = Producer.Create(new Dictionary<string, string>
        {
            ["bootstrap.servers"] = servers,
            ["enable.idempotence"] = "true",
            ["linger.ms"] = "5",
        });
        running = Task.Run(Run);
    }

    /// <summary>Numbers produced to each partition.</summary>
    public int Count { get; private set; }

    public async Task Stop()
    {
        await stopping.CancelAsync();
        await running;
        producer.Flush(TimeSpan.FromSeconds(60)).ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        producer.Dispose();
    }

    async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            for (var i = 0; i < Step; i++, Count++)
                for (var partition = 0; partition < partitions; partition++) Send(partition, Count);
            producer.Poll(TimeSpan.Zero);
            await Task.Delay(Pause, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Send(int partition, int number)
    {
        var key = Encoding.UTF8.GetBytes($"{partition}-{number % Keys}");
        var value = Encoding.UTF8.GetBytes($$"""{"partition":{{partition}},"number":{{number}}}""");
        while (producer.Produce(topic, partition, key, value) == ErrorCode.QueueFull) producer.Poll(TimeSpan.FromMilliseconds(10));
    }
}
