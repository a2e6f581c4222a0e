using System.Globalization;
using Contracts;
using Librdkafka;

namespace Benchmarks.RoutingCost;

/// <summary>Copies what the filters would let pass, with the same headers, without looking inside.</summary>
static class RoutingLoop
{
    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The rider's, in milliseconds.</summary>
    const int Linger = 2;

    /// <summary>Runs until the process is stopped.</summary>
    internal static void Run(string servers, string group, bool exactlyOnce)
    {
        var loop = new PlainLoop(
            new Dictionary<string, string> { ["bootstrap.servers"] = servers }, Topics.RawBusinessEvents, group, Linger);
        Action<CopyRecord, Func<int, bool>> run = exactlyOnce ? loop.ExactlyOnce : loop.AtLeastOnce;
        var copies = new (string Topic, OutgoingHeaders Headers)?[SampleRecords.Types.Length];
        Stamp(copies);
        run(
            (Producer producer, in Record record) =>
            {
                if (copies[RoutingInput.KindOf(record)] is not var (topic, headers)) return;
                Producing.Send(producer, topic, Producer.AnyPartition, record.Key, record.Value, headers);
            },
            _ =>
            {
                Stamp(copies);
                return false;
            });
    }

    /// <summary>The time is that of the batch, as routing's is.</summary>
    static void Stamp((string Topic, OutgoingHeaders Headers)?[] copies)
    {
        var now = TimeProvider.System.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture);
        foreach (var (kind, filter) in RoutingPipelines.FilterOfKind)
            copies[kind] = (filter.OutputTopic, new OutgoingHeaders()
                .Add(HeaderNames.FilterId, filter.Id)
                .Add(HeaderNames.ConsumerId, filter.ConsumerId)
                .Add(HeaderNames.FilteredAt, now));
    }
}
