using System.Globalization;

namespace KafkaRider;

/// <summary>Where a dead letter lies in its topic. Written <c>partition@offset</c>; ordered by partition, then offset.</summary>
/// <param name="Partition">Partition of the dead-letter topic.</param>
/// <param name="Offset">Offset in it.</param>
public readonly record struct DeadLetterId(int Partition, long Offset) : IComparable<DeadLetterId>
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out DeadLetterId id)
    {
        var parts = text?.Split('@') ?? [];
        id = default;
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            return false;
        }

        id = new DeadLetterId(partition, offset);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(DeadLetterId other) =>
        Partition != other.Partition ? Partition.CompareTo(other.Partition) : Offset.CompareTo(other.Offset);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}@{Offset}");
}
