namespace KafkaRider;

/// <summary>
/// Optional for an <see cref="IRecordProcessor"/> of an exactly-once endpoint: produces by time too. What a tick produces is in a
/// transaction with the positions of all assigned partitions, so an instance that has lost them without knowing cannot commit it.
/// </summary>
public interface ITimerTick
{
    /// <summary>Time between two ticks. They come late while batches run, and never twice to make up for that.</summary>
    TimeSpan TickInterval { get; }

    /// <summary>Called by the endpoint's loop between batches, only while partitions are running. An exception aborts the
    /// transaction.</summary>
    /// <param name="output">Where results go.</param>
    void Tick(IRecordOutput output);
}
