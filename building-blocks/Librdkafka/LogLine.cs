using Microsoft.Extensions.Logging;

namespace Librdkafka;

/// <summary>A line of librdkafka's own log.</summary>
/// <param name="Level">The severity.</param>
/// <param name="Facility">The library's word for the kind of line, for example <c>FAIL</c>.</param>
/// <param name="Message">The text.</param>
public readonly record struct LogLine(LogLevel Level, string Facility, string Message)
{
    /// <summary>From a syslog severity, 0 (emergency) to 7 (debug).</summary>
    internal static LogLevel LevelOf(int severity) => severity switch
    {
        <= 2 => LogLevel.Critical,
        3 => LogLevel.Error,
        4 => LogLevel.Warning,
        5 or 6 => LogLevel.Information,
        _ => LogLevel.Debug,
    };
}
