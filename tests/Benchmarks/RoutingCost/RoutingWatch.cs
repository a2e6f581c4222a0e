using System.Diagnostics;
using Librdkafka;
using Servers;

namespace Benchmarks.RoutingCost;

/// <summary>
/// Measures an engine from outside, all in the same way: while it routes, the ends of its output topics and the CPU time of its process are
/// noted; what counts is the difference between two of these notes, so that neither the start of a process, the compilation of its code
/// nor what a client fetches ahead is in it.
/// </summary>
sealed class RoutingWatch(ChildProcess engine, OutputTopics outputs)
{
    /// <summary>The part of the records that comes before the measurement: after it little code is left to be compiled again.</summary>
    const double From = 1 / 2.0;

    /// <summary>The part of the records with which the measurement ends: clients have fetched all of it by then, and more.</summary>
    const double To = 9 / 10.0;

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(40);

    /// <summary>Longest run, and longest time without progress.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    readonly List<(long At, long Written, TimeSpan Cpu, TimeSpan Compiling)> notes = [];
    readonly CompilerThreads compiler = new(engine.Id);
    readonly IReadOnlyList<TopicPartitionOffset> begins = outputs.Ends();

    /// <summary>Takes notes until the engine has written what is expected of it, and checks that.</summary>
    internal async Task<EngineCost> Measure(int records)
    {
        var expected = RoutingPipelines.Expected(records);
        var all = expected.Values.Sum();
        var started = Stopwatch.GetTimestamp();
        while (Note() < all)
        {
            if (engine.HasExited) throw Failure($"ended with exit code {engine.ExitCode}");
            if (Stopwatch.GetElapsedTime(started) > Timeout) throw Failure($"wrote {notes[^1].Written:N0} of {all:N0} records in time");
            await Task.Delay(Interval);
        }

        var counts = outputs.Count(begins, all);
        await engine.Stop();
        var wrong = expected.Where(topic => counts[topic.Key] != topic.Value).Select(topic =>
            $"{topic.Key} has {counts[topic.Key]:N0} committed records instead of {topic.Value:N0}");
        if (wrong.Any()) throw Failure(string.Join(", ", wrong));
        return Cost(records);
    }

    long Note()
    {
        using var process = Process.GetProcessById(engine.Id);
        var cpu = process.TotalProcessorTime;
        var written = Written();
        notes.Add((Stopwatch.GetTimestamp(), written, cpu, compiler.ProcessorTime()));
        return written;
    }

    long Written() => outputs.Ends().Zip(begins, (end, begin) => end.Offset - begin.Offset).Sum();

    /// <summary>Markers of transactions, which stand among the records, count for the part of the way that they are.</summary>
    EngineCost Cost(int records)
    {
        var end = (double)Written();
        var first = notes.Find(note => note.Written >= From * end);
        var last = notes.Find(note => note.Written >= To * end);
        return new EngineCost(
            (last.Written - first.Written) / end * records,
            Stopwatch.GetElapsedTime(first.At, last.At).TotalSeconds,
            (last.Cpu - first.Cpu).TotalSeconds,
            (last.Compiling - first.Compiling).TotalSeconds);
    }

    InvalidOperationException Failure(string what) =>
        new($"{engine.Name} {what}; its log {engine.LogFile} ends with:\n{string.Join('\n', engine.LastLines(15))}");
}
