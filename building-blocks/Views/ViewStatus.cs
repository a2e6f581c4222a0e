using KafkaRider;
using Npgsql;

namespace Views;

/// <summary>Position of one partition.</summary>
/// <param name="Topic">Topic.</param>
/// <param name="Partition">Partition.</param>
/// <param name="Next">Next offset to read, from the view's database.</param>
/// <param name="High">Offset after the last record in the log; null unless this instance owns the partition.</param>
internal sealed record OffsetReport(string Topic, int Partition, long Next, long? High);

/// <summary>Body of <c>GET /views/status</c>.</summary>
/// <param name="Records">Rows; null when the database does not answer.</param>
/// <param name="LastEventTime">Newest event time of all rows.</param>
/// <param name="Lag">Records of this instance's partitions that are not in the view yet; null until known.</param>
/// <param name="Offsets">Positions.</param>
/// <param name="ClusterId">The Kafka cluster that is read.</param>
/// <param name="Problem">What keeps the view from going on, and what to do; null when nothing does.</param>
internal sealed record ViewStatus(long? Records, DateTime? LastEventTime, long? Lag, IReadOnlyList<OffsetReport> Offsets, string? ClusterId,
    string? Problem)
{
    /// <summary>Puts together what the database and the endpoint say.</summary>
    public static async Task<ViewStatus> Read(ViewQueries queries, EndpointReport? endpoint, CancellationToken cancellationToken)
    {
        var partitions = endpoint?.Partitions ?? [];
        var problem = partitions.Select(partition => partition.LastError).FirstOrDefault(error => error is not null) ?? endpoint?.Problem;
        try
        {
            var view = await queries.Summary(cancellationToken);
            var offsets = view.Offsets.Select(offset => new OffsetReport(offset.Topic, offset.Partition, offset.Next,
                partitions.FirstOrDefault(p => p.Topic == offset.Topic && p.Partition == offset.Partition)?.HighWatermark)).ToList();
            var clusterId = endpoint?.ClusterId ?? view.Offsets.FirstOrDefault()?.ClusterId;
            return new ViewStatus(view.Records, view.LastEventTime, LagOf(partitions), offsets, clusterId, problem);
        }
        catch (NpgsqlException unreachable)
        {
            return new ViewStatus(null, null, LagOf(partitions), [], endpoint?.ClusterId,
                $"The database does not answer: {unreachable.Message} The view goes on by itself once it does.");
        }
    }

    // The endpoint counts transaction markers at the log's end as done; the stored position cannot.
    static long? LagOf(IReadOnlyList<PartitionReport> partitions) =>
        partitions.Count > 0 && partitions.All(partition => partition.Lag is not null) ? partitions.Sum(partition => partition.Lag) : null;
}
