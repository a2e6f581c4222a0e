namespace Routing;

/// <summary>Every log line of this project. Event ids 5000 to 5099.</summary>
static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Running {Pipelines} pipelines with {Filters} live filters, version {Fingerprint}")]
    public static partial void PipelinesLoaded(ILogger logger, int pipelines, int filters, string fingerprint);

    [LoggerMessage(5001, LogLevel.Error, "The changed pipelines are not used, version {Fingerprint} goes on: {Problems}")]
    public static partial void PipelinesRefused(ILogger logger, string fingerprint, string problems);

    [LoggerMessage(5002, LogLevel.Warning, "{Problem}")]
    public static partial void PipelineWarning(ILogger logger, string problem);

    [LoggerMessage(5004, LogLevel.Information, "Made {Count} topics of tasks: {Topics}")]
    public static partial void TopicsMade(ILogger logger, int count, string topics);

    [LoggerMessage(5005, LogLevel.Warning, "Topics of tasks cannot be made ({Reason}); they wait for them, trying again in {Wait}")]
    public static partial void TopicsNotMade(ILogger logger, string reason, TimeSpan wait);

    [LoggerMessage(5003, LogLevel.Information, "Committed what version {Fingerprint} routed: {Ranges}")]
    public static partial void Committed(ILogger logger, string fingerprint, string ranges);
}
