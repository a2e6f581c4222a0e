using Npgsql;

namespace Outbox;

/// <summary>A producer's connections, every bound set.</summary>
/// <param name="Pool">For work.</param>
/// <param name="Looks">For looks whether the server is there: always a new connection, since one of the pool may have broken
/// unnoticed.</param>
sealed record ProducerDatabase(NpgsqlDataSource Pool, NpgsqlDataSource Looks) : IAsyncDisposable
{
    /// <summary>The connections; with a connection string that cannot be read, null and a problem.</summary>
    public static ProducerDatabase? Create(ProducerSettings settings, IList<string> problems)
    {
        if (settings.ConnectionString.Length == 0) return null;
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
            {
                Pooling = true,
                MinPoolSize = 0,
                MaxPoolSize = DatabaseLimits.MaxPooledConnections,
                Timeout = DatabaseLimits.ConnectSeconds,
                CommandTimeout = DatabaseLimits.CommandSeconds,
                MaxAutoPrepare = DatabaseLimits.MaxPreparedStatements,
                IncludeErrorDetail = false,
            };
            connection.ApplicationName ??= settings.Service;
            var look = new NpgsqlConnectionStringBuilder(connection.ConnectionString)
            {
                Pooling = false,
                CommandTimeout = DatabaseLimits.ConnectSeconds,
            };
            return new ProducerDatabase(NpgsqlDataSource.Create(connection), NpgsqlDataSource.Create(look));
        }
        catch (Exception mistake) when (mistake is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            problems.Add($"The connection string of {settings.Service} cannot be read: {mistake.Message}");
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync();
        await Looks.DisposeAsync();
    }
}
