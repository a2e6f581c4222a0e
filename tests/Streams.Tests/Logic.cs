namespace Streams.Tests;

/// <summary>AND, OR and NOT are Kleene's: unknown is neither.</summary>
public class Logic
{
    const string True = "{ field: id, operator: equals, value: a }";
    const string False = "{ field: id, operator: equals, value: b }";
    const string Unknown = "{ field: event_type, operator: equals, value: c }";
    const string Record = """{"id":"a"}""";

    [Theory]
    [InlineData(True, True, Truth.True, Truth.True)]
    [InlineData(True, False, Truth.False, Truth.True)]
    [InlineData(True, Unknown, Truth.Unknown, Truth.True)]
    [InlineData(False, False, Truth.False, Truth.False)]
    [InlineData(False, Unknown, Truth.False, Truth.Unknown)]
    [InlineData(Unknown, Unknown, Truth.Unknown, Truth.Unknown)]
    public void All_is_the_least_and_any_the_greatest(string left, string right, Truth all, Truth any)
    {
        foreach (var (first, second) in new[] { (left, right), (right, left) })
        {
            Conditions.Evaluate($"{{ all: [{first}, {second}] }}", Record).ShouldBe(all);
            Conditions.Evaluate($"{{ any: [{first}, {second}] }}", Record).ShouldBe(any);
            Conditions.Evaluate($"{{ not: {{ all: [{first}, {second}] }} }}", Record).ShouldBe(Truth.True - (int)all);
            Conditions.Evaluate($"{{ not: {{ any: [{first}, {second}] }} }}", Record).ShouldBe(Truth.True - (int)any);
        }
    }

    [Fact]
    public void Not_leaves_unknown_unknown()
    {
        Conditions.Evaluate($"{{ not: {True} }}", Record).ShouldBe(Truth.False);
        Conditions.Evaluate($"{{ not: {False} }}", Record).ShouldBe(Truth.True);
        Conditions.Evaluate($"{{ not: {Unknown} }}", Record).ShouldBe(Truth.Unknown);
        Conditions.Evaluate($"{{ not: {{ not: {True} }} }}", Record).ShouldBe(Truth.True);
        Conditions.Evaluate("{ not: { field: event_type, operator: isNotNull } }", Record).ShouldBe(Truth.True);
    }

    [Theory]
    [InlineData("AND", Truth.False)]
    [InlineData("OR", Truth.True)]
    public void The_flat_form_joins_its_conditions_by_conditionLogic(string logic, Truth expected)
    {
        var yaml = Conditions.Yaml(True, "it") + $"\n      - {False}\n    conditionLogic: {logic}\n";
        var evaluator = FilterSet.Compile(Conditions.Read(yaml).Filters).NewEvaluator();

        evaluator.Evaluate("""{"id":"a"}"""u8).ShouldBeTrue();

        evaluator.TruthOf(0, """{"id":"a"}"""u8).ShouldBe(expected);
    }
}
