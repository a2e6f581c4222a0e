using Microsoft.Extensions.Logging;
using Npgsql;

namespace Outbox;

/// <summary>Whether the database answers and is migrated. Requests ask before they use it; while it is away one of them looks for all, so a
/// recovered database is used at once and a dead one is not stormed. An outage starts with the first failed look and ends with the first
/// that succeeds.</summary>
sealed class DatabaseState(
    NpgsqlDataSource dataSource, IDatabaseMigration migration, StartCommand startCommand, TimeProvider time, ILogger<DatabaseState> logger)
{
    readonly Lock _lock = new();
    Task<bool>? _look;
    volatile bool _isAvailable;
    bool _isMigrated;
    bool _isOutage;
    long _failedAt;

    /// <summary>Why the database cannot be used; "" when it can.</summary>
    public string Problem { get; private set; } = "the service has not looked at its database yet";

    /// <summary>Whether the database can be used; looks when it could not be used before.</summary>
    public ValueTask<bool> IsAvailable(CancellationToken cancellationToken) =>
        _isAvailable ? ValueTask.FromResult(true) : new ValueTask<bool>(Look(cancellationToken));

    /// <summary>Looks at the database with a new connection; those who ask meanwhile get the same answer.</summary>
    public Task<bool> Look(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_look is null or { IsCompleted: true })
            {
                if (!_isAvailable && _failedAt != 0 && time.GetElapsedTime(_failedAt) < DatabaseLimits.FailureHolds) return Task.FromResult(false);
                _look = Task.Run(LookNow, CancellationToken.None);
            }
            return _look.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A connection broke: the idle ones are not to be trusted either. Looks whether the database itself is there.</summary>
    public Task<bool> LookAfter(Exception failure, CancellationToken cancellationToken)
    {
        Log.ConnectionFailed(logger, DatabaseFailure.Reason(failure));
        dataSource.Clear();
        return Look(cancellationToken);
    }

    async Task<bool> LookNow()
    {
        try
        {
            if (_isMigrated) await Ask();
            else await migration.Run(CancellationToken.None);
            Found();
            return true;
        }
        catch (Exception failure)
        {
            NotFound(failure);
            return false;
        }
    }

    async Task Ask()
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteScalarAsync();
    }

    void Found()
    {
        if (_isOutage) Log.DatabaseBack(logger);
        (_isMigrated, _isOutage, Problem, _isAvailable) = (true, false, "", true);
    }

    void NotFound(Exception failure)
    {
        _isAvailable = false;
        _failedAt = time.GetTimestamp();
        Problem = DatabaseFailure.Reason(failure);
        dataSource.Clear();
        if (_isOutage) return;

        _isOutage = true;
        Log.DatabaseAway(logger, Problem, failure);
        if (DatabaseFailure.IsUnreachable(failure)) startCommand.Trigger();
    }
}
