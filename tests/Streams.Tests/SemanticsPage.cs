using System.Text.Json;
using System.Text.RegularExpressions;
using Streams.Tests.Agreement;

namespace Streams.Tests;

/// <summary>Every row of the page on what filters mean holds, natively and on Flink.</summary>
public partial class SemanticsPage
{
    const string Section = "## ";
    const string AnyEntitySection = "## Any entity";

    [Fact]
    public void Every_row_is_what_the_native_engine_says()
    {
        foreach (var row in Rows())
        {
            if (row.Truth == "error") Conditions.Problems(row.Condition).ShouldContain(problem => problem.Severity == Severity.Error);
            else Conditions.Evaluate(row.Condition, row.Record).ToString().ToLowerInvariant().ShouldBe(row.Truth, $"{row}");
        }
    }

    [Fact]
    public async Task Every_row_is_what_Flink_says()
    {
        var home = Environment.GetEnvironmentVariable("FLINK_HOME");
        Assert.SkipUnless(home is not null, "needs Flink: set FLINK_HOME to a Flink distribution with bin/flink-sql.sh");
        var rows = Rows().Where(row => row.Truth != "error").ToList();
        var folder = Directory.CreateTempSubdirectory("semantics-").FullName;

        var truths = await FlinkTruths.Ask(home!, folder, SourceFormat.Flat,
            [.. rows.Select(row => Conditions.Filter(row.Condition).Condition)],
            rows.Select((row, number) => Numbered(row.Record, number)));

        Directory.Delete(folder, recursive: true);
        for (var number = 0; number < rows.Count; number++)
            truths[number][number].ShouldBe(char.ToUpperInvariant(rows[number].Truth[0]), $"{rows[number]}");
    }

    [Fact]
    public void Every_operator_and_every_kind_of_value_has_rows()
    {
        var rows = Rows().ToList();

        foreach (var name in OperatorNames.ByName.Keys) rows.ShouldContain(row => row.Condition.Contains($"operator: {name}"), name);
        foreach (var truth in new[] { "true", "false", "unknown", "error" }) rows.ShouldContain(row => row.Truth == truth);
        rows.Count.ShouldBeGreaterThan(100);
    }

    static IEnumerable<Row> Rows()
    {
        var ofEntities = false;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "filters.md")))
        {
            if (line.StartsWith(Section, StringComparison.Ordinal))
                ofEntities = line.StartsWith(AnyEntitySection, StringComparison.Ordinal);
            if (RowPattern().Match(line) is not { Success: true } match) continue;
            var (condition, value) = (match.Groups["condition"].Value.Replace("\\|", "|"), match.Groups["value"].Value.Trim('`'));
            var field = ofEntities ? "\"entities[*].x\"" : "event_type";
            yield return new Row($"{{ field: {field}, operator: {condition} }}", Record(ofEntities, value), match.Groups["truth"].Value);
        }
    }

    static string Record(bool ofEntities, string value)
    {
        if (ofEntities) return $"{{\"event_data\":{JsonSerializer.Serialize($"{{\"entities\":{value}}}")}}}";
        return value == "absent" ? "{}" : $"{{\"event_type\":{value}}}";
    }

    static string Numbered(string record, int number) => $"{record[..^1]}{(record == "{}" ? "" : ",")}\"n\":{number}}}";

    [GeneratedRegex(@"^\| `(?<condition>[a-zA-Z]+(, .*)?)` \| (?<value>absent|`.*`) \| (?<truth>true|false|unknown|error) \|$")]
    private static partial Regex RowPattern();

    sealed record Row(string Condition, string Record, string Truth);
}
