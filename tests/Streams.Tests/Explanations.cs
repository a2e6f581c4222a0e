using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Streams.Tests;

/// <summary>What the explainer says is what the evaluator that routes says, of the whole and of each part.</summary>
public class Explanations
{
    [Theory]
    [InlineData("{ any: [{ field: event_type, operator: equals, value: A }, { not: { field: id, operator: isNull } }] }",
        """{"event_type":"B","id":null}""", "False any; False event_type equals 'A' <B>; False not; True id isNull <>")]
    [InlineData("{ field: __ts_ms, operator: in, values: [1, 2, 3, 4, 5, 6, 7], valueType: number }",
        """{"__ts_ms":-0.50}""", "False __ts_ms in 1, 2, 3, 4, 5 and 2 more (number) <-0.50=-0.5>")]
    [InlineData("{ field: __deleted, operator: notEquals, value: true, valueType: boolean }",
        """{"__deleted":"True"}""", "Unknown __deleted notEquals true (boolean) <True>")]
    [InlineData("{ field: created_date, operator: lessThan, value: 0, valueType: timestamp }",
        """{"created_date":"-99999999999999999"}""",
        "True created_date lessThan 0 (timestamp) <-99999999999999999=-99999999999999999 ms>")]
    [InlineData("{ field: __op, operator: equals, value: c }", "{}", "True __op equals 'c' <c>")]
    public void Each_condition_is_shown_with_what_it_read(string condition, string record, string expected)
    {
        var explanation = new FilterExplainer(Conditions.Filter(condition)).Explain(Encoding.UTF8.GetBytes(record));

        string.Join("; ", Lines(explanation.Tree!)).ShouldBe(expected);
    }

    [Fact]
    public void A_filter_that_is_not_live_is_explained_as_if_it_were()
    {
        var filter = Conditions.Filter("{ field: id, operator: isNull }") with { Enabled = false };

        new FilterExplainer(filter).Judge("{}"u8).ShouldBe(Outcome.Match);
    }

    [Fact]
    public void Any_bytes_can_be_explained()
    {
        var explainer = new FilterExplainer(Conditions.Filter("{ field: id, operator: startsWith, value: x }"));
        Prop.ForAll<byte[]>(bytes => explainer.Explain(bytes).Tree is null == explainer.Problem is not null).QuickCheckThrowOnFailure();
        foreach (var value in (string[])["", "[]", "{\"id\":\"x\"", "{\"id\":\"\\ud800\"}", new string('[', 100_000)])
        {
            var explanation = explainer.Explain(Encoding.UTF8.GetBytes(value));
            (explanation.Outcome, explanation.Tree).ShouldBe((Outcome.Error, null));
            explanation.Problem!.ShouldContain("byte");
        }
    }

    static IEnumerable<string> Lines(TruthNode node)
    {
        var read = node.Reads is not [var text] ? "" : text.Type == ScalarType.String || text.Cast is null || text.Cast == text.Text
            ? $" <{text.Text}>"
            : $" <{text.Text}={text.Cast}>";
        return node.Parts.SelectMany(Lines).Prepend($"{node.Truth} {node.Text}{read}");
    }
}
