using Microsoft.Extensions.Logging;

namespace KafkaRider.Tests.Support;

/// <summary>Log lines in the output of the test, which is shown if that fails; on the console as well when RIDER_TEST_LOG is set.</summary>
public sealed class TestLog : ILoggerProvider, ILogger
{
    static readonly bool OnConsole = Environment.GetEnvironmentVariable("RIDER_TEST_LOG") is not null;
    readonly ITestOutputHelper? output = TestContext.Current.TestOutputHelper;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || OnConsole;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Write($"{logLevel} {formatter(state, exception)} {exception}");
    }

    public void Write(string text)
    {
        var line = $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {text}";
        if (OnConsole) Console.WriteLine(line);
        try
        {
            output?.WriteLine(line);
        }
        catch (InvalidOperationException)
        {
            // The test has ended.
        }
    }

    public void Dispose()
    {
    }
}
