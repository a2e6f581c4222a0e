using System.Text;
using Record = Librdkafka.Record;

namespace KafkaRider.Tests.Support;

/// <summary>A record copied out of the client's memory.</summary>
public sealed record ReadRecord(string Topic, int Partition, long Offset, string? Key, string? Value, ILookup<string, string> Headers)
{
    public static ReadRecord Of(in Record record)
    {
        List<(string Name, string Value)> headers = [];
        foreach (var header in record.Headers) headers.Add((Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value)));
        return new ReadRecord(
            record.Topic,
            record.Partition,
            record.Offset,
            record.KeyIsNull ? null : Encoding.UTF8.GetString(record.Key),
            record.ValueIsNull ? null : Encoding.UTF8.GetString(record.Value),
            headers.ToLookup(header => header.Name, header => header.Value));
    }
}
