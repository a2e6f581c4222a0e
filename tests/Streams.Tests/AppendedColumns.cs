using System.Text;

namespace Streams.Tests;

/// <summary>Records of the basic connector, which have no operation, are inserts.</summary>
public class AppendedColumns
{
    static readonly FilterSet Inserts = FilterSet.Compile([Conditions.Filter(
        "{ all: [{ field: __op, operator: equals, value: c }, { field: __table, operator: equals, value: business_events }] }")]);

    [Theory]
    [InlineData("""{"id":"a"}""", """{"id":"a","__op":"c","__table":"business_events"}""")]
    [InlineData("""{}""", """{"__op":"c","__table":"business_events"}""")]
    [InlineData("""  { }  """, """  { "__op":"c","__table":"business_events"}  """)]
    [InlineData("""{"__table":"business_events","x":{"__op":"u"}}""", """{"__table":"business_events","x":{"__op":"u"},"__op":"c"}""")]
    [InlineData("""{"__op":null}""", """{"__op":null,"__op":"c","__table":"business_events"}""")]
    [InlineData("""{"__op":"c","__table":"business_events"}""", """{"__op":"c","__table":"business_events"}""")]
    public void A_record_without_operation_is_routed_as_an_insert(string record, string routed)
    {
        var evaluator = Inserts.NewEvaluator();
        var bytes = Encoding.UTF8.GetBytes(record);

        evaluator.Evaluate(bytes).ShouldBeTrue();

        evaluator.Matches.Length.ShouldBe(1);
        Encoding.UTF8.GetString(evaluator.Output(bytes)).ShouldBe(routed);
    }

    [Theory]
    [InlineData("""{"__op":"u","id":"a"}""")]
    [InlineData("""{"\u005f_op":"d"}""")]
    public void A_record_with_an_operation_keeps_every_byte(string record)
    {
        var evaluator = Inserts.NewEvaluator();
        var bytes = Encoding.UTF8.GetBytes(record);

        evaluator.Evaluate(bytes).ShouldBeTrue();

        evaluator.Matches.Length.ShouldBe(0);
        Encoding.UTF8.GetString(evaluator.Output(bytes)).ShouldBe(record);
    }
}
