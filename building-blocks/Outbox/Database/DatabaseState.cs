using Microsoft.Extensions.Logging;
using Npgsql;

namespace Outbox;

/// <summary>Whether the database answers and is migrated. Requests ask before they use it; while it is away one of them looks for all, so a
/// recovered database is used at once and a dead one is not stormed. An outage starts with the first failed look and ends with the first
/// that succeeds.</summary>
sealed class DatabaseState(
    ProducerDatabase database, IDatabaseMigration migration, IRehearsal rehearsal, StartCommand startCommand, ILogger<DatabaseState> logger)
{
    readonly Lock _lock = new();
    Task<bool>? _look;
    volatile bool _isAvailable;
    bool _isMigrated;
    bool _isOutage;

    /// <summary>Why the database cannot be used; "" when it can.</summary>
    public string Problem { get; private set; } = "the service has not looked at its database yet";

    /// <summary>Whether the database could be used when it was last used or looked at.</summary>
    public bool WasAvailable => _isAvailable;

    /// <summary>Whether the database can be used; looks when it could not be used before.</summary>
    public ValueTask<bool> IsAvailable(CancellationToken cancellationToken) =>
        _isAvailable ? ValueTask.FromResult(true) : new ValueTask<bool>(Look(cancellationToken));

    /// <summary>Looks at the database with a new connection; those who ask meanwhile share the look. A failure is only believed of a look
    /// that started after the question: a database that has just come back is found by the first who asks.</summary>
    public async Task<bool> Look(CancellationToken cancellationToken)
    {
        var isShared = !StartLook(out var look);
        if (await look.WaitAsync(cancellationToken)) return true;
        if (!isShared) return false;

        StartLook(out look);
        return await look.WaitAsync(cancellationToken);
    }

    bool StartLook(out Task<bool> look)
    {
        lock (_lock)
        {
            var isNew = _look is null or { IsCompleted: true };
            if (isNew) _look = Task.Run(LookNow, CancellationToken.None);
            look = _look!;
            return isNew;
        }
    }

    /// <summary>A connection broke: the idle ones are not to be trusted either. Looks whether the database itself is there.</summary>
    public Task<bool> LookAfter(Exception failure, CancellationToken cancellationToken)
    {
        Log.ConnectionFailed(logger, DatabaseFailure.Reason(failure));
        database.Pool.Clear();
        return Look(cancellationToken);
    }

    async Task<bool> LookNow()
    {
        try
        {
            if (_isMigrated) await Ask();
            else await Begin();
            Found();
            return true;
        }
        catch (Exception failure)
        {
            NotFound(failure);
            return false;
        }
    }

    async Task Begin()
    {
        await migration.Run(CancellationToken.None);
        await rehearsal.Run(CancellationToken.None);
    }

    async Task Ask()
    {
        await using var connection = await database.Looks.OpenConnectionAsync();
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
        Problem = DatabaseFailure.Reason(failure);
        database.Pool.Clear();
        if (_isOutage) return;

        _isOutage = true;
        Log.DatabaseAway(logger, Problem, failure);
        if (DatabaseFailure.IsUnreachable(failure)) startCommand.Trigger();
    }
}
