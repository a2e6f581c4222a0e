using System.Globalization;
using System.Text;

namespace Streams.Tests.Agreement;

/// <summary>A filter means what its generated SQL says: real Flink and the native engine say the same of random records.</summary>
public class AgreementWithFlink
{
    const int Seed = 20261;

    [Theory]
    [InlineData(SourceFormat.Flat, 24, 400)]
    [InlineData(SourceFormat.Envelope, 8, 100)]
    [InlineData(SourceFormat.Event, 8, 100)]
    public Task Random_filters_say_the_same(SourceFormat format, int filters, int records) =>
        Compare(format, filters, records, leastEach: 0);

    /// <summary>Takes minutes.</summary>
    [Theory(Explicit = true)]
    [InlineData(SourceFormat.Flat, 300, 2_000)]
    [InlineData(SourceFormat.Envelope, 100, 1_000)]
    [InlineData(SourceFormat.Event, 100, 1_000)]
    public Task Many_random_filters_say_the_same(SourceFormat format, int filters, int records) =>
        Compare(format, filters, records, leastEach: 50);

    static async Task Compare(SourceFormat format, int filterCount, int recordCount, int leastEach)
    {
        var home = Environment.GetEnvironmentVariable("FLINK_HOME");
        Assert.SkipUnless(home is not null, "needs Flink: set FLINK_HOME to a Flink distribution with bin/flink-sql.sh");
        var dice = new Dice(Seed);
        var make = new RandomFilters(dice, format);
        var filters = Enumerable.Range(0, filterCount).Select(make.Next).ToList();
        filters.AddRange(Enum.GetValues<Operator>().Select(
            (each, index) => filters[0] with { Id = $"each-{index}", Condition = make.Comparison(each) }));
        var evaluator = FilterSet.Compile(filters).NewEvaluator();
        var events = new RandomEvents(dice, format);
        var records = Enumerable.Range(0, recordCount).Select(events.Next)
            .Where(record => evaluator.Evaluate(Encoding.UTF8.GetBytes(record))).ToList();
        var folder = Directory.CreateTempSubdirectory("agreement-").FullName;

        var truths = await FlinkTruths.Ask(home!, folder, format, [.. filters.Select(filter => filter.Condition)], records);

        Directory.Delete(folder, recursive: true);
        records.Where(record => !truths.ContainsKey(Number(record))).ShouldBeEmpty();
        Differences(filters, records, truths).Take(20).ShouldBeEmpty();
        foreach (var (what, count) in Rare(filters, truths.Values)) count.ShouldBeGreaterThanOrEqualTo(leastEach, what);
    }

    static IEnumerable<string> Differences(List<Filter> filters, List<string> records, Dictionary<int, string> truths)
    {
        var evaluator = FilterSet.Compile(filters).NewEvaluator();
        foreach (var record in records)
        {
            var bytes = Encoding.UTF8.GetBytes(record);
            evaluator.Evaluate(bytes).ShouldBeTrue();
            var number = Number(record);
            for (var filter = 0; filter < filters.Count; filter++)
            {
                var native = evaluator.TruthOf(filter, bytes).ToString()[0];
                if (native != truths[number][filter])
                    yield return $"native {native}, Flink {truths[number][filter]}: {Describe(filters[filter].Condition)} of {record}";
            }
        }
    }

    static int Number(string record) => int.Parse(record.AsSpan()[(record.LastIndexOf(':') + 1)..^1], CultureInfo.InvariantCulture);

    static string Describe(Condition condition) => string.Join("; ", FilterExplainer.Nodes(condition).Select(ConditionText.Of));

    /// <summary>How often each truth that an operator can give was given, by filters of that operator alone.</summary>
    static IEnumerable<(string What, int Count)> Rare(List<Filter> filters, IReadOnlyCollection<string> truths)
    {
        foreach (var group in filters.Index().Where(entry => entry.Item.Condition is Condition.Comparison)
            .GroupBy(entry => ((Condition.Comparison)entry.Item.Condition).Operator))
        {
            var never = group.Key is Operator.IsNull or Operator.IsNotNull
                || group.All(entry => ((Condition.Comparison)entry.Item.Condition).Field.Kind == FieldKind.AnyEntity);
            foreach (var truth in never ? "TF" : "TFU")
                yield return ($"{group.Key} {truth}", group.Sum(entry => truths.Count(letters => letters[entry.Index] == truth)));
        }
    }
}
