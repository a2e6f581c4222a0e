namespace Cli;

/// <summary>How many brokers hold a topic, and how many must have a record before it is acknowledged.</summary>
sealed record Replication(int Factor, int MinInSync)
{
    public static readonly Replication SingleNode = new(1, 1);

    public static readonly Replication Production = new(3, 2);

    /// <summary>What a cluster of so many brokers can give.</summary>
    public static Replication For(int brokers) => brokers >= Production.Factor ? Production : new Replication(brokers, 1);
}
