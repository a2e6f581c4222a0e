using Librdkafka;
using Npgsql;
using ServiceDefaults;

namespace Capture;

/// <summary>Puts the capture together from its configuration.</summary>
static class CaptureRegistration
{
    public static IServiceCollection AddCapture(
        this IServiceCollection services, IConfiguration configuration, ConfigurationProblems problems)
    {
        var connection = ConnectionSettings.Read(configuration, problems.Found);
        var databases = ReadDatabases(configuration, problems.Found);
        var options = ReadOptions(configuration, problems);
        services.AddSingleton(options);
        services.AddSingleton(databases);
        services.AddSingleton(provider => new RecordSinks(connection, options, provider.GetRequiredService<ILogger<RecordSinks>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CaptureService>();
        services.AddHostedService(provider => provider.GetRequiredService<CaptureService>());
        services.AddHealthChecks().AddCheck<CaptureHealth>("capture");
        return services;
    }

    static IReadOnlyList<CapturedDatabase> ReadDatabases(IConfiguration configuration, IList<string> problems)
    {
        var databases = new List<CapturedDatabase>();
        foreach (var entry in configuration.GetSection("ConnectionStrings").GetChildren())
        {
            var name = entry.Key.ToLowerInvariant();
            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
                problems.Add($"ConnectionStrings__{entry.Key}: its name becomes the slot's name, so give it only letters, digits and '_'.");
            else if (!IsConnectionString(entry.Value))
                problems.Add($"ConnectionStrings__{entry.Key} is not a PostgreSQL connection string with Host and Database.");
            else
                databases.Add(new CapturedDatabase(name, entry.Value!));
        }
        if (databases.Count == 0 && problems.Count == 0)
            problems.Add("No database is configured: set ConnectionStrings__<Name> for each outbox, for example ConnectionStrings__Cars.");
        return databases;
    }

    static CaptureOptions ReadOptions(IConfiguration configuration, ConfigurationProblems problems)
    {
        const int mebibyte = 1024 * 1024;
        var defaults = new CaptureOptions();
        return defaults with
        {
            MaxBatchBytes = problems.Integer(configuration, "Capture:MaxBatchBytes", defaults.MaxBatchBytes, 1, 64 * mebibyte),
            MaxBatchRecords = problems.Integer(configuration, "Capture:MaxBatchRecords", defaults.MaxBatchRecords, 1, 100_000),
            CommitIntervalMilliseconds =
                problems.Integer(configuration, "Capture:CommitIntervalMilliseconds", defaults.CommitIntervalMilliseconds, 0, 5_000),
            HeartbeatSeconds = problems.Integer(configuration, "Capture:HeartbeatSeconds", defaults.HeartbeatSeconds, 1,
                CaptureOptions.MaxHeartbeatSeconds),
            MaxUnreadBytes = problems.Integer(configuration, "Capture:MaxUnreadBytes", defaults.MaxUnreadBytes, 0, 5 * mebibyte),
            ReadingGroup = configuration["Capture:ReadingGroup"] ?? defaults.ReadingGroup,
            Topic = configuration["Capture:Topic"] ?? defaults.Topic,
            PositionTopic = configuration["Capture:PositionTopic"] ?? defaults.PositionTopic,
            Republish = ReadRepublish(configuration, problems.Found),
            Skip = [.. configuration.GetSection("Capture:Skip").GetChildren().Select(entry => entry.Value ?? "")],
        };
    }

    static Republish ReadRepublish(IConfiguration configuration, IList<string> problems)
    {
        switch (configuration["Capture:Republish"]?.ToLowerInvariant())
        {
            case null or "" or "false":
                return Republish.Never;
            case "true":
                return Republish.WhenForgotten;
            case "force":
                return Republish.Once;
            case var other:
                problems.Add($"Capture__Republish is '{other}': give false, true (send every row when Kafka holds no position of the "
                    + "database) or force (send every row once more).");
                return Republish.Never;
        }
    }

    static bool IsConnectionString(string? text)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            return !string.IsNullOrEmpty(settings.Host) && !string.IsNullOrEmpty(settings.Database);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
