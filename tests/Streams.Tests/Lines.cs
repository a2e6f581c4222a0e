using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Streams.Tests;

/// <summary>What was logged, each line after its level.</summary>
sealed class Lines : ConcurrentQueue<string>, ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Enqueue($"{logLevel} {formatter(state, exception)}");
}
