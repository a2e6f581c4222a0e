namespace Cli;

/// <summary>How events are posted.</summary>
/// <param name="BatchEvents">Most events of one request; 1: each by itself.</param>
/// <param name="Rate">Events a second, spread evenly; null: as fast as they are accepted.</param>
sealed record PostingPlan(int BatchEvents, double? Rate)
{
    /// <summary>Below the limit of a bulk request (500), so that several are in flight and each commits quickly.</summary>
    public const int BulkEvents = 250;

    public static readonly PostingPlan Singly = new(1, null);

    public static PostingPlan Bulk(double? rate) => new(BulkEvents, rate);
}
