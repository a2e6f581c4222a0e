using Npgsql;

namespace Outbox;

/// <summary>Builds a producer's pool of connections with every bound set.</summary>
static class ProducerDataSource
{
    /// <summary>The pool; with a connection string that cannot be read, null and a problem.</summary>
    public static NpgsqlDataSource? Create(ProducerSettings settings, IList<string> problems)
    {
        if (settings.ConnectionString.Length == 0) return null;
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
            connection.Pooling = true;
            connection.MaxPoolSize = DatabaseLimits.MaxConnections;
            connection.MinPoolSize = 0;
            connection.Timeout = DatabaseLimits.ConnectSeconds;
            connection.CommandTimeout = DatabaseLimits.CommandSeconds;
            connection.MaxAutoPrepare = DatabaseLimits.MaxPreparedStatements;
            connection.ApplicationName ??= settings.Service;
            connection.IncludeErrorDetail = false;
            return NpgsqlDataSource.Create(connection);
        }
        catch (Exception mistake) when (mistake is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            problems.Add($"The connection string of {settings.Service} cannot be read: {mistake.Message}");
            return null;
        }
    }
}
