using Microsoft.Extensions.Configuration;

namespace Views;

/// <summary>
/// Empties a view and its offsets, so that a running or the next consumer reads the topic anew from its start. Harmless to repeat.
/// </summary>
public static class ViewReset
{
    /// <summary>The argument of a consumer's program that does this and exits.</summary>
    public const string Command = "reset";

    /// <summary>Empties the view.</summary>
    /// <param name="table">The view.</param>
    /// <param name="connectionString">Its database.</param>
    /// <param name="schema">Its schema; made when it is not there.</param>
    /// <param name="cancellationToken">Gives up; then nothing was changed.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database is not reachable or refuses; nothing was changed.</exception>
    public static async Task Run(ViewTable table, string connectionString, string schema, CancellationToken cancellationToken)
    {
        await using var database = new ViewDatabase(connectionString, new ViewSql(table, schema));
        await database.Reset(cancellationToken);
    }

    /// <summary>Empties the view that this process's configuration names, and says so on standard output.</summary>
    /// <returns>Exit code: 0 done, 2 the configuration is wrong.</returns>
    public static async Task<int> Run(ViewTable table, IConfiguration configuration)
    {
        var problems = new List<string>();
        var options = ViewOptions.Read(table, configuration, print: false, problems);
        if (configuration.GetConnectionString(ViewService.Database) is not { Length: > 0 } connectionString)
        {
            problems.Add($"ConnectionStrings__{ViewService.Database} is not set: "
                + "give the connection string of the view's PostgreSQL database.");
            connectionString = "";
        }
        if (problems.Count > 0)
        {
            foreach (var problem in problems) await Console.Error.WriteLineAsync(problem);
            return 2;
        }

        await Run(table, connectionString, options.Schema, CancellationToken.None);
        await Console.Out.WriteLineAsync(
            $"The view '{options.Schema}.{table.Name}' and its offsets are empty; it is read anew from {options.Topic}.");
        return 0;
    }
}
