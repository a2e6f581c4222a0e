using System.Globalization;
using System.Text.Json;
using Servers;

namespace Streams.Tests.Agreement;

/// <summary>Asks real Flink what conditions say of records: the views that are generated, and wide SELECTs over them.</summary>
static class FlinkTruths
{
    /// <summary>Conditions in one statement: more make its code too large to compile quickly.</summary>
    const int Together = 25;

    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(20);

    /// <summary>For each record, by its number, a letter for each condition: T, F or U.</summary>
    public static async Task<Dictionary<int, string>> Ask(
        string home, string folder, SourceFormat format, IReadOnlyList<Condition> conditions, IEnumerable<string> records)
    {
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        await File.WriteAllLinesAsync(Path.Combine(folder, "in", "records"), records);
        var chunks = conditions.Chunk(Together).ToList();
        var script = new List<string> { "SET 'table.local-time-zone' = 'UTC';" };
        for (var chunk = 0; chunk < chunks.Count; chunk++) script.AddRange(Statements(folder, format, chunks[chunk], chunk));
        await using var job = await FlinkJob.Start(home, string.Join("\n\n", script), folder);
        await job.Finish(Timeout, TestContext.Current.CancellationToken);

        var answers = Enumerable.Range(0, chunks.Count).Select(chunk => Answers(Path.Combine(folder, $"out{chunk}"))).ToList();
        return answers[0].Keys.ToDictionary(number => number, number => string.Concat(answers.Select(answer => answer[number])));
    }

    static IEnumerable<string> Statements(string folder, SourceFormat format, Condition[] conditions, int chunk)
    {
        var table = $"records {chunk}";
        var views = new SourceViews(new Files(), table, format, new SqlColumns(format, conditions));
        yield return $"CREATE TABLE {SqlText.Name(table)} (record_value BYTES) WITH ('connector' = 'filesystem', " +
            $"'path' = '{folder}/in', 'format' = 'raw');";
        foreach (var statement in views.Statements()) yield return statement;
        yield return $"CREATE TABLE {SqlText.Name($"answers {chunk}")} (n STRING, truths STRING) WITH ('connector' = 'filesystem', " +
            $"'path' = '{folder}/out{chunk}', 'format' = 'json');";
        var letters = conditions.Select(
            condition => $"SUBSTRING(COALESCE(CAST({ConditionSql.Of(condition)} AS STRING), 'U') FROM 1 FOR 1)");
        yield return $"INSERT INTO {SqlText.Name($"answers {chunk}")} " +
            $"SELECT {JsonSql.Value(FieldSql.RecordText, "$.n")}, {string.Join(" ||\n", letters)} FROM {SqlText.Name(views.Name)};";
    }

    sealed class Files : ISourceTables
    {
        public string Value => "record_value";

        public IReadOnlyList<string> Carried => [];

        public string CreateView => "CREATE TEMPORARY VIEW";
    }

    static Dictionary<int, string> Answers(string folder)
    {
        var answers = new Dictionary<int, string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            foreach (var line in File.ReadLines(file))
            {
                using var answer = JsonDocument.Parse(line);
                answers.Add(int.Parse(answer.RootElement.GetProperty("n").GetString()!, CultureInfo.InvariantCulture),
                    answer.RootElement.GetProperty("truths").GetString()!);
            }
        return answers;
    }
}
