namespace Benchmarks.RiderCost;

/// <summary>Where a case reads and writes.</summary>
sealed record CaseContext(string Servers, string Input, string Output, string Group)
{
    internal Dictionary<string, string> Settings => new() { ["bootstrap.servers"] = Servers };
}
