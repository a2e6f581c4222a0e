using System.Buffers.Binary;

namespace Librdkafka;

/// <summary>
/// Which partition a key belongs to, as every Java client decides it and as librdkafka does with <c>partitioner=murmur2_random</c>.
/// Source: org.apache.kafka.common.utils.Utils.murmur2 and Utils.toPositive.
/// </summary>
public static class Murmur2
{
    const uint Seed = 0x9747b28c;
    const uint Multiplier = 0x5bd1e995;
    const int Rotation = 24;

    /// <summary>
    /// The partition of <paramref name="key"/> in a topic of <paramref name="partitions"/> partitions. A null key has none: it is
    /// spread by the producer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="partitions"/> is not positive.</exception>
    public static int Partition(ReadOnlySpan<byte> key, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partitions);
        return (int)(Hash(key) & int.MaxValue) % partitions;
    }

    /// <summary>The 32-bit hash, before its sign is dropped.</summary>
    public static uint Hash(ReadOnlySpan<byte> key)
    {
        uint hash = Seed ^ (uint)key.Length;
        while (key.Length >= sizeof(uint))
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Multiplier;
            word ^= word >> Rotation;
            hash = (hash * Multiplier) ^ (word * Multiplier);
            key = key[sizeof(uint)..];
        }

        if (key.Length >= 3) hash ^= (uint)key[2] << 16;
        if (key.Length >= 2) hash ^= (uint)key[1] << 8;
        if (key.Length >= 1) hash = (hash ^ key[0]) * Multiplier;

        hash ^= hash >> 13;
        hash *= Multiplier;
        return hash ^ (hash >> 15);
    }
}
