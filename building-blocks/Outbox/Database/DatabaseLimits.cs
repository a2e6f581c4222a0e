namespace Outbox;

/// <summary>Every bound of a producer's use of its database.</summary>
static class DatabaseLimits
{
    /// <summary>Connections that one service keeps; with the one that looks whether the server is there it has 10 at most.</summary>
    public const int MaxPooledConnections = 9;

    /// <summary>Requests that use a connection at the same time; the last of <see cref="MaxPooledConnections"/> is for retention, so that
    /// neither ever waits for the other.</summary>
    public const int MaxConcurrentRequests = 8;

    /// <summary>Requests that wait for their turn; more are told to come back.</summary>
    public const int MaxWaitingRequests = 4_000;

    /// <summary>Bulk requests whose body is read or recorded at the same time: each may hold
    /// <see cref="Contracts.Limits.MaxBulkBytes"/>.</summary>
    public const int MaxConcurrentBulks = 4;

    /// <summary>Bulk requests that wait, their bodies unread.</summary>
    public const int MaxWaitingBulks = 1_000;

    /// <summary>Statements that each connection keeps prepared.</summary>
    public const int MaxPreparedStatements = 50;

    /// <summary>Tries of a transaction that met another one (unique violation, dead-lock).</summary>
    public const int MaxTries = 5;

    /// <summary>Seconds until opening a connection is given up.</summary>
    public const int ConnectSeconds = 5;

    /// <summary>Seconds until a statement is given up.</summary>
    public const int CommandSeconds = 30;

    /// <summary>Seconds that callers are asked to wait while the database is away.</summary>
    public const int RetryAfterSeconds = 120;

    /// <summary>Pause between looks for a database that is away when the service starts.</summary>
    public static readonly TimeSpan StartInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long the start command may run.</summary>
    public static readonly TimeSpan StartCommandTime = TimeSpan.FromSeconds(60);
}
