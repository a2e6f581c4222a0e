using System.Diagnostics;
using Librdkafka;

namespace Benchmarks.RiderCost;

/// <summary>What one would write on <c>Librdkafka</c> alone.</summary>
static class PlainLoops
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(1);

    /// <summary>Reads key and value of each record and commits its positions every second.</summary>
    internal static Task<Cost> Consume(CaseContext context)
    {
        using var consumer = Loop(context).Subscribe();
        var window = new Window();
        var sum = 0L;
        for (var committed = Stopwatch.GetTimestamp(); !window.IsOver;)
        {
            using (var message = Next(consumer))
            {
                var record = message.AsRecord();
                sum += record.Offset + record.Key.Length + record.Value[^1];
            }

            window.Add(1);
            if (Stopwatch.GetElapsedTime(committed) < CommitInterval) continue;
            consumer.Commit(PlainLoop.Positions(consumer));
            committed = Stopwatch.GetTimestamp();
        }

        GC.KeepAlive(sum);
        consumer.Close();
        return window.Cost;
    }

    /// <summary>Copies records; positions are committed every 100 ms, after everything produced is acknowledged.</summary>
    internal static Task<Cost> ForwardAtLeastOnce(CaseContext context) => Forward(context, Loop(context).AtLeastOnce);

    /// <summary>Copies records in transactions of 100 ms.</summary>
    internal static Task<Cost> ForwardExactlyOnce(CaseContext context) => Forward(context, Loop(context).ExactlyOnce);

    static PlainLoop Loop(CaseContext context) => new(context.Settings, context.Input, context.Group);

    static Task<Cost> Forward(CaseContext context, Action<CopyRecord, Func<int, bool>> run)
    {
        var window = new Window();
        run(
            (Producer producer, in Record record) =>
                Producing.Send(producer, context.Output, record.Partition, record.Key, record.Value),
            records =>
            {
                window.Add(records);
                return window.IsOver;
            });
        return window.Cost;
    }

    static RecordMessage Next(Consumer consumer)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Timeout)
            if (consumer.Poll(Slice) is { } message) return message;
        throw new TimeoutException("No record came.");
    }
}
