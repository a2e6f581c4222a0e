using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Routing.Tests.Support;

/// <summary>Reads from the service's log which version of the pipelines routed which offsets.</summary>
public sealed partial class RoutedLog : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<(string Version, int Partition, long First, long Last)> ranges = new();

    public IReadOnlyCollection<(string Version, int Partition, long First, long Last)> Ranges => ranges;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        if (Version().Match(line) is not { Success: true } version) return;
        foreach (Match range in Range().Matches(line))
            ranges.Enqueue((version.Groups[1].Value, (int)Number(range, 1), Number(range, 2), Number(range, 3)));
    }

    public void Dispose()
    {
    }

    static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^Committed what version ([0-9a-f]{64}) routed: ")]
    private static partial Regex Version();

    [GeneratedRegex(@"\[([0-9]+)\] ([0-9]+)-([0-9]+)")]
    private static partial Regex Range();
}
