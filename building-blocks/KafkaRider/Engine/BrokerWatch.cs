using Librdkafka;
using Microsoft.Extensions.Logging;

namespace KafkaRider;

/// <summary>
/// Asks regularly whether the broker is there, for a rider without endpoints: its producers have no client before their first message,
/// and one that nobody uses would notice nothing.
/// </summary>
internal sealed class BrokerWatch : IDisposable
{
    readonly Producer client;
    readonly ILogger logger;
    readonly TimeProvider time;
    readonly ManualResetEvent stopping = new(initialState: false);
    readonly Thread thread;
    volatile string? problem = "the broker has not answered yet";

    internal BrokerWatch(EngineParts parts)
    {
        logger = parts.Logger;
        time = parts.Time;
        client = Producer.Create(
            ClientSettings.Watch(parts.Connection), new ProducerEvents { Error = _ => { }, TokenNeeded = parts.TokenNeeded });
        thread = new Thread(Run) { IsBackground = true, Name = "kafka watch" };
        thread.Start();
    }

    /// <summary>Why the broker cannot be reached; null when it can.</summary>
    internal string? Problem => problem;

    public void Dispose()
    {
        stopping.Set();
        thread.Join();
        client.Dispose();
        stopping.Dispose();
    }

    void Run()
    {
        var isKnown = false;
        do
        {
            client.Poll(TimeSpan.Zero);
            var isThere = client.IsAnswered(EndpointLimits.QueryTimeout);
            if (isThere && problem is not null) Return(isKnown);
            else if (!isThere && (problem is null || !isKnown)) Leave();
            isKnown = true;
        }
        while (!stopping.WaitOne(EndpointLimits.ProbeInterval));
    }

    void Return(bool wasAway)
    {
        problem = null;
        if (wasAway) Log.BrokerIsBack(logger, "producers");
    }

    void Leave()
    {
        problem = $"broker not reachable since {time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}";
        Log.BrokerIsAway(logger, "producers", "no answer");
    }
}
