using System.CommandLine;
using Streams;

namespace Cli;

/// <summary><c>filters sql</c>, <c>pipeline sql</c>: a pipeline for those who run Flink.</summary>
static class GenerateSql
{
    static readonly Option<string> Kafka = new("--kafka")
    {
        Description = "The brokers as Flink reaches them; Confluent Cloud has no use for them.",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => new FlinkSqlOptions().Brokers,
    };

    static readonly Option<string> Dialect = new("--dialect")
    {
        Description = "flink: open-source Flink and its Kafka connector; confluent: Confluent Cloud for Apache Flink.",
        DefaultValueFactory = _ => "flink",
    };

    static readonly Option<string?> Group = new("--group")
    {
        Description = "The consumer group whose offsets are kept; without it flink- and the pipeline's name.",
        HelpName = "NAME",
    };

    static readonly Option<bool> AtLeastOnce = new("--at-least-once")
    {
        Description = "Write without transactions; without it each record is written exactly once.",
    };

    public static Command Create()
    {
        Dialect.AcceptOnlyFromAmong([.. SqlDialectNames.ByName.Keys]);
        var command = new Command("sql", "Print a pipeline as Flink SQL: tables, views, one set of statements for what is live.")
        {
            FilterOptions.Path, Kafka, Dialect, Group, AtLeastOnce, FilterOptions.Json,
        };
        command.SetAction((parsed, _) => FilterRun.Guarded(parsed, () => Task.FromResult(Run(parsed))));
        return command;
    }

    static int Run(ParseResult parsed)
    {
        var pipelines = PipelinePath.Usable(parsed.GetRequiredValue(FilterOptions.Path));
        if (pipelines.Count > 1)
            throw new WrongUseException("A script is of one pipeline. Name one of these files: " +
                $"{string.Join(", ", pipelines.Select(pipeline => pipeline.File))}");
        var pipeline = pipelines[0];
        if (!pipeline.Filters.Any(filter => filter.IsLive) && !pipeline.Joins.Any(join => join.IsLive))
            throw new WrongUseException($"No filter or join of {pipeline.File} is live: enabled, and deployed or active.");

        var sql = Generate(pipeline, new FlinkSqlOptions
        {
            Brokers = parsed.GetRequiredValue(Kafka),
            Dialect = SqlDialectNames.ByName[parsed.GetRequiredValue(Dialect)],
            Group = parsed.GetValue(Group),
            ExactlyOnce = !parsed.GetValue(AtLeastOnce),
        });
        if (parsed.GetValue(FilterOptions.Json))
            FilterRun.Print(parsed, new { pipeline = pipeline.Name, dialect = parsed.GetRequiredValue(Dialect), sql });
        else parsed.InvocationConfiguration.Output.Write(sql);
        return ExitCode.Succeeded;
    }

    static string Generate(Pipeline pipeline, FlinkSqlOptions options)
    {
        try
        {
            return FlinkSql.Generate(pipeline, options);
        }
        catch (ArgumentException exception)
        {
            throw new WrongUseException(exception.Message);
        }
    }
}
