using KafkaRider;

namespace Views.Tests;

/// <summary>Remembers dead letters instead of producing them.</summary>
internal sealed class RecordedOutput : IRecordOutput
{
    public List<string> Letters { get; } = [];

    public List<long> Offsets { get; } = [];

    public int Acknowledgements { get; private set; }

    public Func<Task> OnAcknowledged { get; set; } = () => Task.CompletedTask;

    public void DeadLetter(in Librdkafka.Record record, string reason, Exception? error)
    {
        Letters.Add($"{reason}@{record.Offset}");
        Offsets.Add(record.Offset);
    }

    public void Fail(in Librdkafka.Record record, string reason, Exception error)
    {
        Letters.Add($"failed:{reason}@{record.Offset}");
        Offsets.Add(record.Offset);
    }

    public async ValueTask Acknowledged(CancellationToken cancellationToken)
    {
        Acknowledgements++;
        await OnAcknowledged();
    }

    public void Produce(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers) =>
        throw new NotSupportedException("A view produces dead letters only.");

    public void Forward(in Librdkafka.Record record, string topic, int partition, ReadOnlySpan<HeaderToAdd> headers) =>
        throw new NotSupportedException("A view produces dead letters only.");

    public void Forward(in Librdkafka.Record record, string topic, int partition, ReadOnlySpan<byte> value,
        ReadOnlySpan<HeaderToAdd> headers) =>
        throw new NotSupportedException("A view produces dead letters only.");
}
