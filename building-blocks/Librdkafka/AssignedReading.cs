namespace Librdkafka;

/// <summary>Consumers that are assigned their partitions: they join no group and commit nothing.</summary>
public static class AssignedReading
{
    /// <summary>
    /// The settings of one that reads committed records from wherever it is placed, is told the ends of partitions, and begins at the
    /// oldest record where that place is gone.
    /// </summary>
    /// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
    /// <param name="group">The library demands the name of a group, also of a consumer that never joins it.</param>
    public static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> connection, string group) => new(connection)
    {
        ["group.id"] = group,
        ["enable.auto.commit"] = "false",
        ["enable.partition.eof"] = "true",
        ["isolation.level"] = "read_committed",
        ["auto.offset.reset"] = "earliest",
    };
}
