namespace Librdkafka;

/// <summary>What the id of a cluster tells about it.</summary>
public static class Cluster
{
    /// <summary>
    /// What librdkafka's mock cluster begins its cluster id with (source: rdkafka_mock.c; the rest is the address of the cluster
    /// object).
    /// </summary>
    public const string EmbeddedPrefix = "mockCluster";

    /// <summary>
    /// True for the embedded broker (<see cref="MockCluster"/>): it holds 5 MiB a partition, forgets everything at exit, and its
    /// transactions isolate nothing, so whoever promises exactly-once must ask this first.
    /// </summary>
    public static bool IsEmbedded(string? clusterId) => clusterId?.StartsWith(EmbeddedPrefix, StringComparison.Ordinal) == true;
}
