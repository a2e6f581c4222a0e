using KafkaRider;
using Record = Librdkafka.Record;

namespace Streams.Tests;

/// <summary>An output of what only produces: anything else is not expected.</summary>
abstract class ProducedOnly : IRecordOutput
{
    public abstract void Produce(
        string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default);

    public void Forward(in Record record, string topic, int partition, ReadOnlySpan<HeaderToAdd> headers = default) =>
        throw new NotSupportedException();

    public void Forward(
        in Record record, string topic, int partition, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers) =>
        throw new NotSupportedException();

    public void DeadLetter(in Record record, string reason, Exception? error) => throw new NotSupportedException();

    public void Fail(in Record record, string reason, Exception error) => throw new NotSupportedException();

    public ValueTask Acknowledged(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
