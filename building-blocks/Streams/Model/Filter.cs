namespace Streams;

/// <summary>One filter: records for which <see cref="Condition"/> is true go to <see cref="OutputTopic"/>.</summary>
/// <param name="Id">Unique among all loaded pipelines: lower-case letters, digits, hyphens.</param>
/// <param name="Name">For people.</param>
/// <param name="Description">For people; null when the file says nothing.</param>
/// <param name="Owner">Who answers for it; null when the file says nothing.</param>
/// <param name="ConsumerId">The consumer it serves; goes out as a header.</param>
/// <param name="Topic">The topic it reads: that of its source.</param>
/// <param name="OutputTopic">The topic it writes.</param>
/// <param name="Enabled">Switched on by its owner.</param>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Version">Counted up by its owner at each change.</param>
/// <param name="Condition">What must be true of a record.</param>
public sealed record Filter(
    string Id, string Name, string? Description, string? Owner, string ConsumerId, string Topic, string OutputTopic, bool Enabled,
    FilterStatus Status, int Version, Condition Condition)
{
    /// <summary>What the records of its source look like.</summary>
    public SourceFormat Format { get; init; }

    /// <summary>Whether records are filtered by it: enabled, and deployed or active.</summary>
    public bool IsLive => Enabled && Status is (FilterStatus.Deployed or FilterStatus.Active);
}

/// <summary>Where a filter is in its life; in files written in lower case with underscores (<c>pending_approval</c>).</summary>
public enum FilterStatus
{
    /// <summary>Written, not yet approved: the default.</summary>
    PendingApproval,

    /// <summary>Approved, not yet deployed.</summary>
    Approved,

    /// <summary>Being deployed.</summary>
    Deploying,

    /// <summary>Deployed: runs when enabled.</summary>
    Deployed,

    /// <summary>Its deployment failed.</summary>
    Failed,

    /// <summary>Switched off.</summary>
    Disabled,

    /// <summary>Enabled and deployed: runs when enabled.</summary>
    Active,

    /// <summary>Switched off, to be removed.</summary>
    Deprecated,

    /// <summary>Waits for clean-up.</summary>
    PendingDeletion,

    /// <summary>Kept for the audit trail only.</summary>
    Deleted,
}

/// <summary>The words of <see cref="FilterStatus"/> in pipeline files.</summary>
static class FilterStatusNames
{
    public static IReadOnlyDictionary<string, FilterStatus> ByName { get; } =
        new Dictionary<string, FilterStatus>(StringComparer.Ordinal)
        {
            ["pending_approval"] = FilterStatus.PendingApproval,
            ["approved"] = FilterStatus.Approved,
            ["deploying"] = FilterStatus.Deploying,
            ["deployed"] = FilterStatus.Deployed,
            ["failed"] = FilterStatus.Failed,
            ["disabled"] = FilterStatus.Disabled,
            ["active"] = FilterStatus.Active,
            ["deprecated"] = FilterStatus.Deprecated,
            ["pending_deletion"] = FilterStatus.PendingDeletion,
            ["deleted"] = FilterStatus.Deleted,
        };
}
