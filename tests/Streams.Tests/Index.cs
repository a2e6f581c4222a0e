using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Streams.Tests;

/// <summary>Looking filters up gives what evaluating each of them gives, and costs the same for four as for a thousand.</summary>
public class Index
{
    [Fact]
    public void Indexed_and_plain_evaluation_agree_on_matches_and_counts()
    {
        var cases = RandomPipelines.Filters.SelectMany(filters => RandomPipelines.Records.Select(records => (filters, records)));

        Prop.ForAll(cases.ToArbitrary(), scenario => Agree(scenario.filters, scenario.records))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(20260101, 7));
    }

    [Fact]
    public void A_thousand_filters_find_theirs_among_a_thousand()
    {
        var set = FilterSet.Compile(Enumerable.Range(0, 1_000).Select(number =>
            Conditions.Filter($"{{ field: event_type, operator: equals, value: type-{number} }}", $"filter-{number}")));
        var evaluator = set.NewEvaluator();

        for (var number = 0; number < 1_000; number++)
        {
            evaluator.Evaluate(Encoding.UTF8.GetBytes($$"""{"event_type":"type-{{number}}","__op":"c"}""")).ShouldBeTrue();
            evaluator.Matches.ToArray().ShouldBe([number]);
        }
        evaluator.ReportCounts();

        set.Counts.Passed(7).ShouldBe(1);
        set.Counts.Unknown(7).ShouldBe(0);
    }

    static bool Agree(Filter[] filters, byte[][] records)
    {
        var indexed = FilterSet.Compile(filters);
        var plain = FilterSet.Compile(filters, indexed: false);
        var (left, right) = (indexed.NewEvaluator(), plain.NewEvaluator());
        foreach (var record in records)
        {
            left.Evaluate(record).ShouldBeTrue();
            right.Evaluate(record).ShouldBeTrue();
            if (!left.Matches.SequenceEqual(right.Matches)) return false;
        }
        left.ReportCounts();
        right.ReportCounts();
        return Enumerable.Range(0, filters.Length).All(filter => indexed.Counts.Unknown(filter) == plain.Counts.Unknown(filter)
            && indexed.Counts.Passed(filter) == plain.Counts.Passed(filter));
    }
}
