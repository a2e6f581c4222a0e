namespace Streams.Tests;

/// <summary>Every operator and type: what it says of values that hold, do not hold, and cannot be compared.</summary>
public class TruthTables
{
    [Theory]
    [InlineData("equals, value: b", "\"b\"", Truth.True)]
    [InlineData("equals, value: b", "\"a\"", Truth.False)]
    [InlineData("equals, value: b", "\"B\"", Truth.False)]
    [InlineData("equals, value: ''", "\"\"", Truth.True)]
    [InlineData("notEquals, value: b", "\"b\"", Truth.False)]
    [InlineData("notEquals, value: b", "\"a\"", Truth.True)]
    [InlineData("in, values: [a, b]", "\"b\"", Truth.True)]
    [InlineData("in, values: [c, a, b]", "\"a\"", Truth.True)]
    [InlineData("in, values: [a, b]", "\"c\"", Truth.False)]
    [InlineData("notIn, values: [a, b]", "\"b\"", Truth.False)]
    [InlineData("notIn, values: [a, b]", "\"c\"", Truth.True)]
    [InlineData("greaterThan, value: b", "\"b\"", Truth.False)]
    [InlineData("greaterThan, value: b", "\"ba\"", Truth.True)]
    [InlineData("greaterThanOrEqual, value: b", "\"b\"", Truth.True)]
    [InlineData("greaterThanOrEqual, value: b", "\"a\"", Truth.False)]
    [InlineData("lessThan, value: b", "\"b\"", Truth.False)]
    [InlineData("lessThan, value: b", "\"\"", Truth.True)]
    [InlineData("lessThanOrEqual, value: b", "\"b\"", Truth.True)]
    [InlineData("lessThanOrEqual, value: b", "\"c\"", Truth.False)]
    [InlineData("between, min: b, max: d", "\"b\"", Truth.True)]
    [InlineData("between, min: b, max: d", "\"d\"", Truth.True)]
    [InlineData("between, min: b, max: d", "\"da\"", Truth.False)]
    [InlineData("startsWith, value: Car", "\"CarCreated\"", Truth.True)]
    [InlineData("startsWith, value: Car", "\"Ca\"", Truth.False)]
    [InlineData("equals, value: '5'", "5", Truth.True)]
    [InlineData("equals, value: '5'", "5.0", Truth.False)]
    [InlineData("equals, value: 'true'", "true", Truth.True)]
    public void Text_compares_as_its_bytes(string comparison, string value, Truth expected) => Of(comparison, value).ShouldBe(expected);

    [Theory]
    [InlineData("equals, value: b")]
    [InlineData("notEquals, value: b")]
    [InlineData("in, values: [b]")]
    [InlineData("notIn, values: [b]")]
    [InlineData("greaterThan, value: b")]
    [InlineData("greaterThanOrEqual, value: b")]
    [InlineData("lessThan, value: b")]
    [InlineData("lessThanOrEqual, value: b")]
    [InlineData("between, min: b, max: c")]
    [InlineData("startsWith, value: b")]
    [InlineData("equals, value: 1, valueType: number")]
    [InlineData("notEquals, value: true, valueType: boolean")]
    [InlineData("lessThan, value: 2026-01-01T00:00:00Z, valueType: timestamp")]
    public void Absent_null_and_composite_values_are_unknown(string comparison)
    {
        Conditions.Evaluate($"{{ field: event_type, operator: {comparison} }}", "{}").ShouldBe(Truth.Unknown);
        Of(comparison, "null").ShouldBe(Truth.Unknown);
        Of(comparison, "{\"b\":\"b\"}").ShouldBe(Truth.Unknown);
        Of(comparison, "[\"b\"]").ShouldBe(Truth.Unknown);
    }

    [Theory]
    [InlineData("null", Truth.True)]
    [InlineData("{}", Truth.True)]
    [InlineData("[1]", Truth.True)]
    [InlineData("\"\"", Truth.False)]
    [InlineData("0", Truth.False)]
    [InlineData("false", Truth.False)]
    public void Null_tests_are_never_unknown(string value, Truth isNull)
    {
        Of("isNull", value).ShouldBe(isNull);
        Of("isNotNull", value).ShouldBe(isNull == Truth.True ? Truth.False : Truth.True);
        Conditions.Evaluate("{ field: event_type, operator: isNull }", "{}").ShouldBe(Truth.True);
    }

    [Theory]
    [InlineData("equals, value: 12.50", "12.5", Truth.True)]
    [InlineData("equals, value: 12.50", "\"12.500\"", Truth.True)]
    [InlineData("equals, value: 1200", "1.2e3", Truth.True)]
    [InlineData("equals, value: 1200", "12000E-1", Truth.True)]
    [InlineData("notEquals, value: 0", "-0", Truth.False)]
    [InlineData("greaterThan, value: 9", "10", Truth.True)]
    [InlineData("lessThan, value: -9", "-10", Truth.True)]
    [InlineData("between, min: -1, max: 1", "-1", Truth.True)]
    [InlineData("between, min: -1, max: 1", "1.000000000000000001", Truth.False)]
    [InlineData("in, values: [1, 2.0]", "2", Truth.True)]
    [InlineData("notIn, values: [1, 2]", "3", Truth.True)]
    [InlineData("equals, value: 1", "\"one\"", Truth.Unknown)]
    [InlineData("notEquals, value: 1", "\"one\"", Truth.Unknown)]
    [InlineData("notIn, values: [1]", "\"\"", Truth.Unknown)]
    [InlineData("equals, value: 1", "true", Truth.Unknown)]
    [InlineData("equals, value: 1", "\" 1\"", Truth.Unknown)]
    public void Numbers_compare_by_value(string comparison, string value, Truth expected) =>
        Of($"{comparison}, valueType: number", value).ShouldBe(expected);

    [Theory]
    [InlineData("equals, value: true", "true", Truth.True)]
    [InlineData("equals, value: true", "\"true\"", Truth.True)]
    [InlineData("equals, value: false", "\"true\"", Truth.False)]
    [InlineData("in, values: [true, false]", "false", Truth.True)]
    [InlineData("notEquals, value: false", "true", Truth.True)]
    [InlineData("equals, value: true", "1", Truth.Unknown)]
    [InlineData("equals, value: true", "\"TRUE\"", Truth.Unknown)]
    public void Booleans_are_true_and_false_only(string comparison, string value, Truth expected) =>
        Of($"{comparison}, valueType: boolean", value).ShouldBe(expected);

    static Truth Of(string comparison, string value) =>
        Conditions.Evaluate($"{{ field: event_type, operator: {comparison} }}", $$"""{"id":"1","event_type":{{value}},"__op":"c"}""");
}
