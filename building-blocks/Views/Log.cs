using Microsoft.Extensions.Logging;

namespace Views;

/// <summary>Every log line of this project. Event ids 6000 to 6099.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Warning, "View emptied, it is read anew: {Problem}")]
    public static partial void ViewReset(this ILogger logger, string problem);

    [LoggerMessage(6001, LogLevel.Warning, "View request {Path} failed: the database answered {Problem}")]
    public static partial void RequestFailed(this ILogger logger, string path, string problem);
}
