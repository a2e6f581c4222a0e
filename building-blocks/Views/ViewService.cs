using Contracts;
using KafkaRider;
using Librdkafka;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Views;

/// <summary>Puts a view into a service: its rider endpoint, its database, its queries and its health.</summary>
public static class ViewService
{
    /// <summary>Name of the view's connection string: <c>ConnectionStrings__View</c>.</summary>
    public const string Database = "View";

    // A database that is back is noticed soon; one that is down is not hammered.
    static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Adds the view. Its events are applied at least once and counted once: repeats change nothing. What the database refuses for a reason
    /// that may pass is tried again from <c>&lt;group&gt;-retry-&lt;delay&gt;</c>; what can never be applied, or was tried often enough,
    /// goes to <c>&lt;group&gt;-dead-letter</c>. Those topics must exist. Starts without its database and without its broker, and goes on
    /// once they are there.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="table">The view.</param>
    /// <param name="print">Whether each event and each joined row is written to standard output.</param>
    /// <param name="problems">Mistakes in the configuration are appended here; nothing starts before they are thrown.</param>
    public static void AddView(this IHostApplicationBuilder builder, ViewTable table, bool print, IList<string> problems)
    {
        var options = ViewOptions.Read(table, builder.Configuration, print, problems);
        var connectionString = ReadConnectionString(builder.Configuration, problems);
        builder.Services.AddSingleton(table);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(new ViewSql(table, options.Schema));
        builder.Services.AddSingleton(services => new ViewDatabase(connectionString, services.GetRequiredService<ViewSql>()));
        builder.Services.AddSingleton(_ => new EventPrinter(Console.Out));
        builder.Services.AddSingleton<RecordReader>();
        builder.Services.AddSingleton<ViewPositions>();
        builder.Services.AddSingleton<ViewWriter>();
        builder.Services.AddSingleton<BatchApplier>();
        builder.Services.AddSingleton<ViewRehearsal>();
        builder.Services.AddSingleton<ViewQueries>();
        builder.Services.AddSingleton<ViewMetrics>();
        builder.Services.AddSingleton<ViewProcessor>();
        builder.Services.AddSingleton<JoinedWriter>();
        builder.Services.AddSingleton<JoinedProcessor>();
        builder.Services.AddHealthChecks().AddCheck<ViewHealth>("view-database");
        AddEndpoint(builder, options, problems);
    }

    static string ReadConnectionString(IConfiguration configuration, IList<string> problems)
    {
        var connectionString = configuration.GetConnectionString(Database);
        try
        {
            if (!string.IsNullOrWhiteSpace(connectionString)) return new NpgsqlConnectionStringBuilder(connectionString).ConnectionString;
            problems.Add($"ConnectionStrings__{Database} is not set: give the connection string of the view's PostgreSQL database.");
        }
        catch (ArgumentException unreadable)
        {
            problems.Add($"ConnectionStrings__{Database} is no connection string of Npgsql: {unreadable.Message}");
        }
        return "";
    }

    static void AddEndpoint(IHostApplicationBuilder builder, ViewOptions options, IList<string> problems)
    {
        builder.Services.AddKafkaConnection(builder.Configuration, problems);
        builder.Services.AddMassTransit(bus =>
        {
            bus.ConfigureUsageTelemetryOptions(telemetry => telemetry.Enabled = false);
            bus.UsingInMemory();
            bus.AddRider(rider => rider.UsingKafka((context, kafka) =>
            {
                kafka.RecordEndpoint(options.Topic, options.Group, endpoint =>
                {
                    endpoint.Process<ViewProcessor>(context);
                    endpoint.TraceBy((in Record record, out Guid uuid) => EventKey.TryReadUuid(record.Key, out uuid));
                    Limit(endpoint);
                    endpoint.UseRetryTopics(retry => retry.Delays(options.RetryDelays));
                    endpoint.UseDeadLetterTopic();
                });
                if (options.JoinedTopic is not { } joined) return;
                kafka.RecordEndpoint(joined, options.Group, endpoint =>
                {
                    endpoint.Process<JoinedProcessor>(context);
                    Limit(endpoint);
                    endpoint.UseDeadLetterTopic();
                });
            }));
        });
    }

    static void Limit(RecordEndpointConfigurator endpoint)
    {
        endpoint.BatchSize = ViewLimits.BatchRecords;
        endpoint.FirstBackOff = FirstBackOff;
        endpoint.LongestBackOff = LongestBackOff;
    }
}
