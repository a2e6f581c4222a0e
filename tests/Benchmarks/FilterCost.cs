using System.Text;
using System.Text.Json;
using Benchmarks.RoutingCost;
using Streams;

namespace Benchmarks;

/// <summary>What it costs to find the filters of a record, and what reading the same fields costs otherwise.</summary>
static class FilterCost
{
    static readonly byte[][] Types =
        [.. new[] { "CarCreated", "LoanCreated", "LoanPaymentSubmitted", "CarServiceDone" }.Select(Encoding.UTF8.GetBytes)];

    public static void Run()
    {
        Console.WriteLine($"{"what",-46} {"ns/record",10} {"records/CPU-s",14} {"bytes/record",13} {"matched",8}");
        var baseline = Measurement.Of("Utf8JsonReader, the same fields", FilterCost.ReadFields);
        baseline.Print();
        Measurement.Of("JsonDocument, the same fields", FilterCost.ReadDocument).Print();
        foreach (var filters in (int[])[4, 100, 1_000])
        {
            var evaluate = FilterCost.Evaluate(filters);
            var measured = Measurement.Of($"filters: {filters}", evaluate);
            measured.Print();
            Console.WriteLine($"  {baseline.NanosecondsPerRecord / measured.NanosecondsPerRecord:F1} times as fast as Utf8JsonReader");
        }
    }

    /// <summary>The shipped pipeline, with further filters of types that do not occur.</summary>
    public static Func<byte[], bool> Evaluate(int count)
    {
        var shipped = RoutingPipelines.Shipped;
        var others = Enumerable.Range(0, count - shipped.Filters.Count).Select(number =>
        {
            var type = new Condition.Comparison(
                Field.EventType, Operator.Equal, ScalarType.String, [new Literal(ScalarType.String, $"Type{number}")]);
            return shipped.Filters[0] with { Id = $"other-{number}", Condition = new Condition.All([type, shipped.Filters[0].Condition]) };
        });
        var evaluator = FilterSet.Compile(shipped.Filters.Concat(others)).NewEvaluator();
        return record => evaluator.Evaluate(record) && evaluator.Matches.Length > 0;
    }

    public static bool ReadFields(byte[] record)
    {
        var reader = new Utf8JsonReader(record);
        var (typeMatches, nameMatches, isInsert) = (false, false, false);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event_type"u8))
            {
                reader.Read();
                foreach (var type in Types) typeMatches |= reader.ValueTextEquals(type);
            }
            else if (reader.ValueTextEquals("event_name"u8))
            {
                reader.Read();
                nameMatches = reader.ValueTextEquals(Types[3]);
            }
            else if (reader.ValueTextEquals("__op"u8))
            {
                reader.Read();
                isInsert = reader.ValueTextEquals("c"u8);
            }
            else reader.Skip();
        }
        return isInsert && (typeMatches || nameMatches);
    }

    public static bool ReadDocument(byte[] record)
    {
        using var document = JsonDocument.Parse(record);
        var root = document.RootElement;
        var typeMatches = false;
        foreach (var type in Types) typeMatches |= root.GetProperty("event_type"u8).ValueEquals(type);
        return root.GetProperty("__op"u8).ValueEquals("c"u8) && (typeMatches || root.GetProperty("event_name"u8).ValueEquals(Types[3]));
    }
}
