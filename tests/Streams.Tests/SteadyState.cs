using System.Text;

namespace Streams.Tests;

public class SteadyState
{
    [Fact]
    public void Nothing_is_allocated_per_record()
    {
        var set = FilterSet.Compile(
        [
            Conditions.Filter("{ field: event_type, operator: equals, value: CarCreated }", "a"),
            Conditions.Filter("{ any: [{ field: event_name, operator: startsWith, value: Car }, { field: __ts_ms, operator: greaterThan, " +
                "value: 5, valueType: number }] }", "b"),
            Conditions.Filter("{ field: created_date, operator: lessThan, value: 2027-01-01T00:00:00Z, valueType: timestamp }", "c"),
            Conditions.Filter("{ not: { field: event_name, operator: in, values: [x, y, z] } }", "d"),
        ]);
        byte[][] records =
        [
            .. """{"id":"1","event_name":"Car \u00e9\n","event_type":"CarCreated","created_date":"2026-01-02T03:04:05Z","__ts_ms":12}"""
                .Split('\t').Select(Encoding.UTF8.GetBytes),
            .. """{"id":"2","event_name":null,"event_type":"é","created_date":"never","__ts_ms":"x","__op":"d"}"""
                .Split('\t').Select(Encoding.UTF8.GetBytes),
            "{\"broken\":"u8.ToArray(),
            new byte[] { 0xFF, 0x00 },
        ];
        var evaluator = set.NewEvaluator();
        var matched = Run(evaluator, records);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++) matched += Run(evaluator, records);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        matched.ShouldBe(1_001 * 4);
    }

    static int Run(FilterEvaluator evaluator, byte[][] records)
    {
        var matched = 0;
        foreach (var record in records)
        {
            if (!evaluator.Evaluate(record)) continue;
            matched += evaluator.Matches.Length;
            if (evaluator.Output(record).Length < record.Length) throw new InvalidOperationException("the output lost bytes");
        }
        evaluator.ReportCounts();
        return matched;
    }
}
