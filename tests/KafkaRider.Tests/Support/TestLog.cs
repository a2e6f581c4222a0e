using Microsoft.Extensions.Logging;

namespace KafkaRider.Tests.Support;

/// <summary>Log lines to the console when RIDER_TEST_LOG is set.</summary>
public sealed class TestLog : ILoggerProvider, ILogger
{
    static readonly bool IsOn = Environment.GetEnvironmentVariable("RIDER_TEST_LOG") is not null;

    public static TestLog Instance { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => IsOn;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsOn) Console.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
