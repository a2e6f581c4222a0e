using Contracts;
using Microsoft.Extensions.Configuration;

namespace Views;

/// <summary>How a view runs in this process.</summary>
internal sealed record ViewOptions
{
    const string DefaultSchema = "view";
    const int MaxSchemaLength = 63;

    /// <summary>Topic that is read (<c>KAFKA_TOPIC</c>).</summary>
    public required string Topic { get; init; }

    /// <summary>Topic of what a join adds (<c>KAFKA_JOINED_TOPIC</c>); null where none does.</summary>
    public string? JoinedTopic { get; init; }

    /// <summary>Consumer group (<c>CONSUMER_GROUP_ID</c>).</summary>
    public required string Group { get; init; }

    /// <summary>Schema of the view and its offsets (<c>Views__Schema</c>).</summary>
    public string Schema { get; init; } = DefaultSchema;

    /// <summary>A view of another cluster is emptied and read anew instead of being an error (<c>Views__ResetOnNewCluster</c>): for brokers
    /// that forget everything.</summary>
    public bool ResetOnNewCluster { get; init; }

    /// <summary>
    /// How long a record that the database refused waits before each further attempt (<c>Views__RetryDelays</c>, such as
    /// <c>5s,30s,5m</c>); each delay has a topic of the group, which must exist.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } = Limits.RetryDelays;

    /// <summary>Every event and every joined row is written to standard output (<c>--print</c>).</summary>
    public bool Print { get; init; }

    /// <summary>How to mend a view whose position is wrong.</summary>
    public string WayOut => "To read the topic anew from its start, empty the view: run this service's program with the one argument "
        + $"'{ViewReset.Command}' and the same environment; the running service then goes on by itself.";

    /// <summary>Reads the options and appends every mistake.</summary>
    public static ViewOptions Read(ViewTable table, IConfiguration configuration, bool print, IList<string> problems)
    {
        var schema = configuration["Views:Schema"] is { Length: > 0 } given ? given : DefaultSchema;
        if (schema.Length > MaxSchemaLength)
        {
            problems.Add($"Views__Schema is '{schema}': a PostgreSQL name has at most {MaxSchemaLength} characters.");
        }
        var reset = configuration["Views:ResetOnNewCluster"];
        if (reset is { Length: > 0 } && !bool.TryParse(reset, out _))
        {
            problems.Add($"Views__ResetOnNewCluster is '{reset}': give true or false.");
        }
        return new ViewOptions
        {
            Topic = configuration["KAFKA_TOPIC"] is { Length: > 0 } topic ? topic : table.Topic,
            JoinedTopic = table.Enrichment is null ? null
                : configuration["KAFKA_JOINED_TOPIC"] is { Length: > 0 } joined ? joined : table.Enrichment.Topic,
            Group = configuration["CONSUMER_GROUP_ID"] is { Length: > 0 } group ? group : table.Group,
            Schema = schema,
            RetryDelays = ReadRetryDelays(configuration["Views:RetryDelays"], problems),
            ResetOnNewCluster = bool.TryParse(reset, out var isReset) && isReset,
            Print = print,
        };
    }

    static IReadOnlyList<TimeSpan> ReadRetryDelays(string? text, IList<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) return Limits.RetryDelays;
        var delays = text.Split(',', StringSplitOptions.TrimEntries).Select(Delay.Read).ToList();
        if (delays.TrueForAll(delay => delay is not null)) return delays.ConvertAll(delay => delay!.Value);

        problems.Add($"Views__RetryDelays is '{text}': give delays in ms, s, m, h or d, separated by commas, such as 5s,30s,5m.");
        return Limits.RetryDelays;
    }
}
