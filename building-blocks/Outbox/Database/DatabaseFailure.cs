using Npgsql;

namespace Outbox;

/// <summary>What an exception from the database means.</summary>
static class DatabaseFailure
{
    /// <summary>The server cannot be reached, is starting or stopping, or did not answer in time.</summary>
    public static bool IsUnavailable(Exception exception) => Chain(exception).Any(cause => cause switch
    {
        PostgresException postgres => IsServerState(postgres.SqlState),
        NpgsqlException or TimeoutException => true,
        _ => false,
    });

    /// <summary>No server answers, or one that is starting or stopping: starting it may help.</summary>
    public static bool IsUnreachable(Exception exception) =>
        SqlState(exception) is { } state ? IsDown(state) : IsUnavailable(exception);

    /// <summary>The server was reached, but not in time: a second try would wait as long again.</summary>
    public static bool IsTimeout(Exception exception) => Chain(exception).Any(cause => cause is TimeoutException);

    /// <summary>Another transaction was faster: the same work will see what it left and can go on.</summary>
    public static bool IsConflict(Exception exception) => SqlState(exception) is
        PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>PostgreSQL refuses a value (class 22, data exception), so the request is wrong, whatever was checked before.</summary>
    public static bool IsWrongValue(Exception exception) => SqlState(exception)?.StartsWith("22", StringComparison.Ordinal) == true;

    /// <summary>What PostgreSQL itself said, else the exception's own message.</summary>
    public static string Reason(Exception exception) =>
        Chain(exception).OfType<PostgresException>().FirstOrDefault()?.MessageText ?? Chain(exception).Last().Message;

    static string? SqlState(Exception exception) => Chain(exception).OfType<PostgresException>().FirstOrDefault()?.SqlState;

    static bool IsServerState(string state) => IsDown(state)
        || state is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.InvalidCatalogName
        || state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal);

    static bool IsDown(string state) =>
        state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;

    static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException) yield return cause;
    }
}
