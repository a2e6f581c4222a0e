using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Which partitions of an endpoint must not go on, and why: on request, or because a fault stops them. Outlives rebalances and clients,
/// not the process. Safe for any thread.
/// </summary>
internal sealed class EndpointHolds
{
    /// <summary>The one reason that is no problem.</summary>
    internal const string OnRequest = "paused on request";

    readonly Lock gate = new();
    readonly Dictionary<TopicPartition, string> some = [];
    string? all;

    /// <summary>Why the whole endpoint is held; null when it is not.</summary>
    internal string? Reason
    {
        get
        {
            lock (gate) return all;
        }
    }

    /// <summary>A fault holds something; its reason, else null.</summary>
    internal string? Fault
    {
        get
        {
            lock (gate)
            {
                if (all is not null and not OnRequest) return all;
                foreach (var (partition, reason) in some)
                    if (reason != OnRequest) return $"{partition}: {reason}";
                return null;
            }
        }
    }

    /// <summary>Why the partition is held; null when it is not.</summary>
    internal string? ReasonFor(TopicPartition partition)
    {
        lock (gate) return all ?? some.GetValueOrDefault(partition);
    }

    /// <summary>Holds one partition, or the endpoint for null. A fault is not hidden by a request.</summary>
    internal void Hold(TopicPartition? partition, string reason)
    {
        lock (gate)
        {
            if (partition is not { } one) all = all is null or OnRequest ? reason : all;
            else if (!some.TryGetValue(one, out var present) || present == OnRequest) some[one] = reason;
        }
    }

    /// <summary>Ends the hold of one partition, or every hold for null.</summary>
    internal void Release(TopicPartition? partition)
    {
        lock (gate)
        {
            if (partition is { } one)
            {
                some.Remove(one);
                return;
            }

            all = null;
            some.Clear();
        }
    }
}
