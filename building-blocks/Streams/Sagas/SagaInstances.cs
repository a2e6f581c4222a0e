using KafkaRider;
using State;

namespace Streams;

/// <summary>The instances of one partition. Their messages come through MassTransit's pipe, not as raw records, and nothing is due by
/// time.</summary>
sealed class SagaInstances(IKeyedState state) : ITaskState
{
    public byte[]? Read(ReadOnlySpan<byte> key) => state.TryGet(key, out var value) ? value.ToArray() : null;

    public void Write(ReadOnlySpan<byte> key, byte[]? value)
    {
        if (value is null) state.Remove(key);
        else state.Put(key, value);
    }

    public bool Tick(DateTimeOffset now, IRecordOutput output) => true;
}
