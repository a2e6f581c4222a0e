using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Streams.Tests;

/// <summary>Mutated pipeline files and records: nothing throws, nothing takes long, every error names a place.</summary>
public class Fuzz
{
    const int Seed = 90_210;

    /// <summary>For one input; the best of several tries, so that pauses of the machine do not count.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    /// <summary>The same beside other tests, which may take the machine for long: only hanging is found then.</summary>
    static readonly TimeSpan LongestAmongOthers = TimeSpan.FromSeconds(2);

    const string Asking =
        "{ any: [{ field: entity.balance, operator: lessThan, value: 5, valueType: number }, { field: created_date, operator: isNull }, " +
        "{ field: id, operator: matches, value: '^[a-z]+$' }, { field: \"entities[*].type\", operator: in, values: [Loan, Car] }] }";

    static readonly string[] Tokens =
    [
        "{", "}", "[", "]", ":", "- ", "\n", "  ", "'", "\"", "#", "&a ", "*a", "!!str ", "|", ">", "? ", "---\n", "%", "@",
        "\t", "\0", "é", "😀", "filters:", "conditions:", "all: ", "not: ", "any: [", "field: entity.x",
        "field: \"entities[*].x\"", "operator: matches", "value: (a|b){1,9}", "valueType: number", "min: 1", "values: [1, 2]",
        "format: envelope", "topic: x", "9999999999999999999999", "null", "~", "(", ")+", "\\",
        "joins:", "many: ", "one: ", "as: loan", "on: entity.x", "select: ", "type: asOfProcessingTime", "kind: inner", "kind: table",
        "mutableKey: true", "wait: 1s", "keep: 1d", "source: progress", "x: { from: loan.entity.x, type: number }",
    ];

    [Fact]
    public void Mutated_pipelines_are_read_or_refused_with_places() => Pipelines(2_000, LongestAmongOthers);

    [Fact(Explicit = true)]
    public void A_hundred_thousand_mutated_pipelines_are_read_or_refused_with_places() => Pipelines(100_000, Longest);

    [Fact]
    public void Mutated_records_are_read_or_refused_with_places() => Records(20_000, LongestAmongOthers);

    [Fact(Explicit = true)]
    public void A_million_mutated_records_are_read_or_refused_with_places() => Records(1_000_000, Longest);

    static void Pipelines(int rounds, TimeSpan longest)
    {
        var random = new Random(Seed);
        string[] originals =
        [
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pipelines", "car-finance.yaml")),
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "filters.json")),
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pipelines", "enrichments.yaml")),
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "user-progress.yaml")),
            "sources: [{ id: a, topic: b, format: event }]\n" + Conditions.Yaml(
                "{ all: [{ field: entity.x, operator: matches, value: '^a{2,3}[^b]$' }, { not: { field: \"entities[*].y\", " +
                "operator: between, min: 1, max: 2, valueType: number } }] }", "it"),
        ];
        var read = 0;
        for (var round = 0; round < rounds; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Mutate(originals[round % originals.Length], random));
            if (random.Next(20) == 0 && bytes.Length > 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (Quickly(() => Use(bytes), round, longest)) read++;
        }
        read.ShouldBeInRange(1, rounds - 1);
    }

    /// <summary>Reads a file as a service does; one that can be read is compiled, and printed as SQL.</summary>
    static bool Use(byte[] bytes)
    {
        var reading = PipelineFile.Parse("p.yaml", bytes);
        reading.Problems.ShouldAllBe(problem => problem.Line >= 1 && problem.Column >= 1 && problem.Message.Length > 0);
        if (reading.Pipeline is not { } pipeline)
        {
            reading.Problems.ShouldContain(problem => problem.Severity == Severity.Error);
            return false;
        }
        Compile(pipeline);
        if (pipeline.Filters.Any(filter => filter.IsLive) || pipeline.Joins.Any(join => join.IsLive))
            FlinkSql.Generate(pipeline, new FlinkSqlOptions()).ShouldEndWith("END;\n");
        return true;
    }

    /// <summary>Filters and sides of joins, those of a topic together.</summary>
    static void Compile(Pipeline pipeline)
    {
        var sides = pipeline.Joins.Where(join => join.IsLive)
            .SelectMany(join => RekeyedSide.Of(join, new JoinNames(pipeline.Name, join.Id))).ToLookup(side => side.Source.Topic);
        foreach (var join in pipeline.Joins) JoinTasks.Of(pipeline.Name, join, TimeProvider.System).ShouldNotBeEmpty();
        var all = pipeline.Filters.Concat(sides.SelectMany(topic => topic).Select(side => side.Filter));
        foreach (var filters in all.GroupBy(filter => filter.Topic))
        {
            var set = FilterSet.Compile(filters, fields: sides[filters.Key].SelectMany(side => side.Fields));
            set.NewEvaluator();
            foreach (var side in sides[filters.Key]) _ = new SideWriter(side, set);
        }
    }

    static void Records(int rounds, TimeSpan longest)
    {
        var random = new Random(Seed);
        var evaluators = Enum.GetValues<SourceFormat>().Select(format => FilterSet.Compile([
            Conditions.Filter(Asking) with { Format = format }]).NewEvaluator()).ToArray();
        const string data =
            """{"eventBody":{"entities":[{"entityType":"Loan","entityId":"l","updatedAttributes":{"loan":{"balance":1.5e1}}}]}}""";
        string[] originals =
        [
            $$"""{"id":"é","event_type":null,"created_date":"2026-01-02T03:04:05Z","event_data":{{Quote(data)}},"__op":"c"}""",
            $$$"""{"before":null,"after":{"id":"a","event_data":{{{Quote(data)}}}},"source":{"table":"t"},"op":"c","ts_ms":1}""",
            $$"""{"eventHeader":{"uuid":"u","createdDate":-0.0},{{data[1..]}}""",
        ];
        var read = 0;
        for (var round = 0; round < rounds; round++)
        {
            var kind = round % originals.Length;
            var bytes = Encoding.UTF8.GetBytes(Mutate(originals[kind], random));
            if (random.Next(5) == 0 && bytes.Length > 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var evaluator = evaluators[kind];
            if (Quickly(() => evaluator.Evaluate(bytes), round, longest)) read++;
            else evaluator.Problem.ShouldNotBeNull().ShouldContain("at byte ");
            evaluator.Output(bytes).Length.ShouldBeGreaterThanOrEqualTo(bytes.Length);
        }
        read.ShouldBeInRange(rounds / 100, rounds - 1);
    }

    static bool Quickly(Func<bool> run, int round, TimeSpan longest)
    {
        const int tries = 5;
        for (var attempt = 1; ; attempt++)
        {
            var started = Stopwatch.GetTimestamp();
            var result = run();
            if (Stopwatch.GetElapsedTime(started) < longest) return result;
            if (attempt == tries) throw new TimeoutException($"round {round} takes longer than {longest.TotalMilliseconds} ms");
        }
    }

    static string Mutate(string original, Random random)
    {
        var text = new StringBuilder(original);
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, random.Next(4) == 0 ? 200 : 8), text.Length - at);
            switch (random.Next(4))
            {
                case 0: text.Remove(at, length); break;
                case 1: text.Insert(at, Tokens[random.Next(Tokens.Length)]); break;
                case 2: text.Insert(random.Next(text.Length + 1), text.ToString(at, length)); break;
                default: text.Insert(at, Tokens[random.Next(Tokens.Length)], random.Next(1, random.Next(50) == 0 ? 2_000 : 4)); break;
            }
        }
        return text.ToString();
    }

    static string Quote(string text) => JsonSerializer.Serialize(text);
}
