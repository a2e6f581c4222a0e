using KafkaRider;

namespace Routing;

/// <summary>
/// Which version of the pipelines routed which offsets in the open transaction. Called by the endpoint's loop alone, as the transaction is.
/// </summary>
sealed class RoutedRanges
{
    readonly List<RoutedRange> ranges = [];

    /// <summary>A batch that went into the transaction whole.</summary>
    public void Add(string version, RecordBatch batch)
    {
        var (first, last) = (batch[0].Offset, batch[^1].Offset);
        var before = ranges.FindLastIndex(range => range.Partition == batch.Partition && range.Topic == batch.Topic);
        if (before >= 0 && ranges[before].Version == version) ranges[before] = ranges[before] with { Last = last };
        else ranges.Add(new RoutedRange(version, batch.Topic, batch.Partition, first, last));
    }

    /// <summary>The ranges by version, in the order in which the versions came; the next transaction begins.</summary>
    public IReadOnlyList<IGrouping<string, RoutedRange>> Take()
    {
        var taken = ranges.GroupBy(range => range.Version).ToList();
        Forget();
        return taken;
    }

    /// <summary>The transaction was aborted.</summary>
    public void Forget() => ranges.Clear();
}

/// <summary>Records of a partition that one version of the pipelines routed.</summary>
/// <param name="Version">Fingerprint of the <see cref="RoutingPlan"/>.</param>
/// <param name="Topic">The source topic.</param>
/// <param name="Partition">Its partition.</param>
/// <param name="First">Offset of the first record.</param>
/// <param name="Last">Offset of the last record, which is in the range.</param>
sealed record RoutedRange(string Version, string Topic, int Partition, long First, long Last)
{
    public override string ToString() => $"{Topic}[{Partition}] {First}-{Last}";
}
