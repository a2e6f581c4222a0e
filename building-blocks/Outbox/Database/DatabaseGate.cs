using System.Threading.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace Outbox;

/// <summary>The way of every request to the database: a bounded number at a time, the rest in a bounded queue, first come first served; so
/// the pool never runs dry and PostgreSQL never sees more than the service's share of connections.</summary>
sealed class DatabaseGate<TContext>(IDbContextFactory<TContext> contexts, DatabaseState state) : IDisposable
    where TContext : DbContext
{
    readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = DatabaseLimits.MaxConcurrentRequests,
        QueueLimit = DatabaseLimits.MaxWaitingRequests,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Looks at the database when it was away.</summary>
    /// <exception cref="DatabaseUnavailableException">It is.</exception>
    public async Task EnsureAvailable(CancellationToken cancellationToken)
    {
        if (!await state.IsAvailable(cancellationToken)) throw Unavailable(null);
    }

    /// <summary>Runs work with a context of its own. Work that met another transaction is run again, and so is work whose connection broke
    /// although the database is there: it must be right to run it twice, also when the first run was committed.</summary>
    /// <exception cref="DatabaseUnavailableException">The database is away.</exception>
    /// <exception cref="TooManyRequestsException">The queue is full.</exception>
    public async Task<T> Run<T>(Func<TContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await EnsureAvailable(cancellationToken);
        using var turn = await _turns.AcquireAsync(1, cancellationToken);
        if (!turn.IsAcquired) throw new TooManyRequestsException(DatabaseLimits.MaxWaitingRequests);
        // Lost while this one waited: a look for each of the queue, one turn after the other, would take minutes.
        if (!state.WasAvailable) throw Unavailable(null);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                return await work(db, cancellationToken);
            }
            catch (Exception conflict) when (DatabaseFailure.IsConflict(conflict) && tries < DatabaseLimits.MaxTries)
            {
                // The next try sees what the other transaction stored.
            }
            catch (Exception failure) when (failure is not OperationCanceledException && DatabaseFailure.IsUnavailable(failure))
            {
                var isBack = await state.LookAfter(failure, cancellationToken);
                if (!isBack || tries > 1 || DatabaseFailure.IsTimeout(failure)) throw Unavailable(failure);
            }
        }
    }

    public void Dispose() => _turns.Dispose();

    DatabaseUnavailableException Unavailable(Exception? cause) =>
        new(cause is null ? state.Problem : DatabaseFailure.Reason(cause), cause);
}
