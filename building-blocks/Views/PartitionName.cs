namespace Views;

/// <summary>A partition of a topic.</summary>
internal readonly record struct PartitionName(string Topic, int Partition)
{
    public override string ToString() => $"{Topic}[{Partition}]";
}
