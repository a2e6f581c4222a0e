using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Outbox;

/// <summary>Makes a web service a producer of events.</summary>
public static class ProducerExtensions
{
    const string StartCommandKey = "Database:StartCommand";
    const string RetentionKey = "Outbox:RetentionDays";
    const int MaxRetentionDays = 3_650;

    /// <summary>Adds everything that producers do alike: database with its pool, migration at start, intake of events, retention, health of
    /// the database, documentation. Configuration: <c>Database__StartCommand</c>, <c>Outbox__RetentionDays</c>.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="settings">What the service is.</param>
    /// <param name="problems">Takes each mistake of the configuration; the application must not run when there is one.</param>
    public static void AddProducer<TContext>(this WebApplicationBuilder builder, ProducerSettings settings, IList<string> problems)
        where TContext : DbContext
    {
        settings = Configured(settings, builder.Configuration, problems);
        if (ProducerDatabase.Create(settings, problems) is not { } database) return;
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(_ => database);
        services.AddPooledDbContextFactory<TContext>(db => db.UseNpgsql(database.Pool).ConfigureWarnings(warnings => warnings
            .Log((RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug),
                (RelationalEventId.TransactionError, LogLevel.Debug),
                (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.QueryIterationFailed, LogLevel.Debug))));
        services.AddSingleton<IDatabaseMigration, DatabaseMigration<TContext>>();
        services.AddSingleton(provider => new StartCommand(settings.StartCommand, provider.GetRequiredService<ILogger<StartCommand>>()));
        services.AddSingleton<DatabaseState>();
        services.AddSingleton<DatabaseGate<TContext>>();
        services.AddSingleton<OutboxMetrics>();
        services.AddSingleton<OutboxRetention>();
        services.AddSingleton<EventCheck>();
        services.AddSingleton<EventWriter<TContext>>();
        services.AddSingleton<IRehearsal, Rehearsal<TContext>>();
        services.AddSingleton<EventRecorder<TContext>>();
        services.AddSingleton<EventGroups<TContext>>();
        services.AddSingleton<EventEndpoints<TContext>>();
        services.AddHostedService<DatabaseStart>();
        services.AddHostedService<RetentionJob>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
        services.AddEventDocumentation(settings);
    }

    /// <summary>Maps the intake of events and the documentation at <c>/swagger</c>, and answers every failure with problem
    /// details.</summary>
    public static void MapProducer<TContext>(this WebApplication app)
        where TContext : DbContext
    {
        app.UseStatusCodePages();
        app.UseMiddleware<Problems>();
        app.UseEventDocumentation();
        app.Services.GetRequiredService<EventEndpoints<TContext>>().Map(app);
    }

    /// <summary>Migrates the database and does nothing else.</summary>
    /// <returns>Exit code: 0 done, 1 failed; the log says why.</returns>
    public static async Task<int> Migrate(this WebApplication app) =>
        await app.Services.GetRequiredService<DatabaseState>().Look(CancellationToken.None) ? 0 : 1;

    static ProducerSettings Configured(ProducerSettings settings, IConfiguration configuration, IList<string> problems)
    {
        settings = settings with { StartCommand = settings.StartCommand ?? configuration[StartCommandKey] };
        if (configuration[RetentionKey] is not { Length: > 0 } text) return settings;
        if (int.TryParse(text, out var days) && days is >= 1 and <= MaxRetentionDays)
        {
            return settings with { OutboxRetention = TimeSpan.FromDays(days) };
        }
        problems.Add($"Outbox__RetentionDays is '{text}': give a whole number of days from 1 to {MaxRetentionDays}.");
        return settings;
    }
}
