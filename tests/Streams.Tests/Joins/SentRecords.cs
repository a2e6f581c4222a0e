using System.Text;
using KafkaRider;
using Record = Librdkafka.Record;

namespace Streams.Tests;

/// <summary>What was produced, and where.</summary>
sealed record SentRecord(string Topic, int Partition, string Key, byte[]? Value);

/// <summary>Keeps what is produced.</summary>
sealed class SentRecords : IRecordOutput
{
    public List<SentRecord> Sent { get; } = [];

    public List<string> DeadLetters { get; } = [];

    public void Produce(
        string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers = default) =>
        Sent.Add(new SentRecord(topic, partition, Encoding.UTF8.GetString(key), value.IsEmpty ? null : value.ToArray()));

    public void Forward(in Record record, string topic, int partition, ReadOnlySpan<HeaderToAdd> headers = default) =>
        Produce(topic, partition, record.Key, record.Value, headers);

    public void Forward(
        in Record record, string topic, int partition, ReadOnlySpan<byte> value, ReadOnlySpan<HeaderToAdd> headers) =>
        Produce(topic, partition, record.Key, value, headers);

    public void DeadLetter(in Record record, string reason, Exception? error) => DeadLetters.Add(reason);

    public void Fail(in Record record, string reason, Exception error) => DeadLetters.Add(reason);

    public ValueTask Acknowledged(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
