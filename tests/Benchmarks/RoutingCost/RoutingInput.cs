using System.Text;
using Contracts;
using Librdkafka;

namespace Benchmarks.RoutingCost;

/// <summary>
/// The topic of business events. Ten records, one of each kind, follow one another in a partition, so that an offset tells the kind of its
/// record to those that need not look inside.
/// </summary>
static class RoutingInput
{
    /// <summary>Counts of records are multiples of it: then each kind is a tenth, in each partition.</summary>
    internal const int Round = Kinds * Topics.EventPartitions;

    const int Kinds = 10;
    const int Different = 1_000;
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>Number of its kind among <see cref="SampleRecords.Types"/>.</summary>
    internal static int KindOf(in Record record) => (int)(record.Offset % Kinds);

    /// <summary>Produces the records; the size of one.</summary>
    internal static int Fill(Dictionary<string, string> connection, int records)
    {
        using var producer = Producer.Create(Producing.Settings(connection));
        var values = SampleRecords.Make(Different);
        for (var number = 0; number < records; number++)
        {
            var key = Encoding.UTF8.GetBytes($$"""{"id":"00000000-0000-0000-0000-{{number:D12}}"}""");
            Producing.Send(
                producer, Topics.RawBusinessEvents, number / Kinds % Topics.EventPartitions, key, values[number % Different]);
        }

        if (!producer.Flush(Timeout)) throw new TimeoutException("The input was not acknowledged in time.");
        return values[0].Length;
    }

    /// <summary>Deletes all but the newest records.</summary>
    internal static async Task Keep(Admin admin, int records, int of) => await admin.DeleteRecords(
        Enumerable.Range(0, Topics.EventPartitions).Select(partition =>
            new TopicPartitionOffset(Topics.RawBusinessEvents, partition, (of - records) / Topics.EventPartitions)));
}
