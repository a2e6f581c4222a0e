namespace Benchmarks.RiderCost;

/// <summary>Where a case reads and writes.</summary>
sealed record CaseContext(string Servers, string Input, string Output, string Group)
{
    /// <summary>How often those that produce commit.</summary>
    internal static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How long produced records wait for company, for every producer, in milliseconds.</summary>
    internal const int Linger = 5;

    internal Dictionary<string, string> Settings => new() { ["bootstrap.servers"] = Servers };

    internal static Dictionary<string, string> ForProducing(Dictionary<string, string> settings) => new(settings)
    {
        ["linger.ms"] = Linger.ToString(),
        ["enable.idempotence"] = "true",
    };
}
