using Confluent.Kafka;

namespace MassTransit;

/// <summary>A message on its way to Kafka.</summary>
public interface KafkaSendContext : SendContext
{
    /// <summary>The partition to produce to; <see cref="Confluent.Kafka.Partition.Any"/> lets the key decide.</summary>
    Partition Partition { get; set; }
}

/// <summary>The same with its value.</summary>
/// <typeparam name="T">Type of the message.</typeparam>
public interface KafkaSendContext<T> : SendContext<T>, KafkaSendContext
    where T : class
{
    /// <summary>Writes the value.</summary>
    IAsyncSerializer<T> ValueSerializer { get; set; }
}

/// <summary>The same with its key.</summary>
/// <typeparam name="TKey">Type of the key.</typeparam>
/// <typeparam name="T">Type of the message.</typeparam>
public interface KafkaSendContext<TKey, T> : KafkaSendContext<T>
    where T : class
{
    /// <summary>The key.</summary>
    TKey Key { get; set; }

    /// <summary>Writes the key.</summary>
    IAsyncSerializer<TKey> KeySerializer { get; set; }
}
