namespace Streams.Tests;

/// <summary>The edges of what text can be cast to.</summary>
public class Scalars
{
    [Theory]
    [InlineData("99999999999999999999.999999999999999999", "99999999999999999999.999999999999999999")]
    [InlineData("-99999999999999999999.999999999999999999", "-99999999999999999999.999999999999999999")]
    [InlineData("0.000000000000000001", "1e-18")]
    [InlineData("0.000000000000000001", "0.0000000000000000005")]
    [InlineData("-0.000000000000000001", "-0.0000000000000000005")]
    [InlineData("0", "0.00000000000000000049999999999999999999999999999999")]
    [InlineData("0", "1e-99")]
    [InlineData("0", "0e99")]
    [InlineData("10000000000000000000", "1e19")]
    [InlineData("0.1", "00000000000000000000000000000000000000000.100000000000000000000000000000000000000000")]
    [InlineData("123456789012345678.123456789012345678", "123456789012345678123456789012345678E-18")]
    [InlineData("0.3", "+.3")]
    [InlineData("3", "3.")]
    public void A_number_is_an_exact_decimal_rounded_half_up_at_the_18th_digit(string literal, string text) =>
        Number("equals", literal, text).ShouldBe(Truth.True);

    [Theory]
    [InlineData("100000000000000000000")]
    [InlineData("-100000000000000000000")]
    [InlineData("99999999999999999999.9999999999999999995")]
    [InlineData("1e20")]
    [InlineData("1e999999999999")]
    [InlineData("1e-100")]
    [InlineData("0e001")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("1 ")]
    [InlineData("--1")]
    public void A_number_outside_the_range_or_no_number_is_unknown(string text) =>
        Number("notEquals", "1", text).ShouldBe(Truth.Unknown);

    [Fact]
    public void Neighbours_that_doubles_cannot_tell_apart_are_different()
    {
        Number("equals", "9007199254740993", "9007199254740992").ShouldBe(Truth.False);
        Number("lessThan", "0.30000000000000004", "0.3").ShouldBe(Truth.True);
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05.123456Z", "2026-01-02T03:04:05.123Z", Truth.True)]
    [InlineData("2026-01-02T03:04:05.123999Z", "2026-01-02T03:04:05.123Z", Truth.True)]
    [InlineData("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999Z", Truth.True)]
    [InlineData("2026-01-02T03:04:05Z", "1767323045000", Truth.True)]
    [InlineData("1767323045000", "2026-01-02T03:04:05Z", Truth.True)]
    [InlineData("2026-01-02T05:04:05+02:00", "2026-01-02T03:04:05Z", Truth.True)]
    [InlineData("2026-01-01T22:34:05-04:30", "2026-01-02T03:04:05Z", Truth.True)]
    [InlineData("2024-02-29T00:00:00Z", "1709164800000", Truth.True)]
    [InlineData("0000-12-31T23:59:59.999999Z", "-62135596800001", Truth.True)]
    [InlineData("0001-01-01T00:00:00.000000Z", "-62135596800000", Truth.True)]
    [InlineData("9999-12-31T23:59:59.999999Z", "253402300799999", Truth.True)]
    [InlineData("0000-01-01T00:00:00.000000Z", "-62167219200000", Truth.True)]
    [InlineData("+10000-01-01T00:00:00.000000Z", "0", Truth.Unknown)]
    [InlineData("-4712-01-01T00:00:00.000000Z", "0", Truth.Unknown)]
    [InlineData("2026-01-02T03:04:05.124Z", "2026-01-02T03:04:05.123Z", Truth.False)]
    [InlineData("infinity", "0", Truth.Unknown)]
    [InlineData("-infinity", "0", Truth.Unknown)]
    [InlineData("2025-02-29T00:00:00Z", "0", Truth.Unknown)]
    [InlineData("1900-02-29T00:00:00Z", "0", Truth.Unknown)]
    [InlineData("2026-01-02T03:04:05", "0", Truth.Unknown)]
    [InlineData("2026-01-02 03:04:05Z", "0", Truth.Unknown)]
    [InlineData("2026-01-02", "0", Truth.Unknown)]
    [InlineData("2026-13-02T03:04:05Z", "0", Truth.Unknown)]
    [InlineData("2026-01-02T24:00:00Z", "0", Truth.Unknown)]
    [InlineData("2026-01-02T23:59:60Z", "0", Truth.Unknown)]
    [InlineData("2026-01-02T03:04:05.Z", "0", Truth.Unknown)]
    [InlineData("10000-01-01T00:00:00Z", "0", Truth.Unknown)]
    [InlineData("1e12", "0", Truth.Unknown)]
    [InlineData("999999999999999999", "0", Truth.Unknown)]
    public void A_timestamp_is_a_moment_floored_to_milliseconds(string text, string literal, Truth expected) =>
        Conditions.Evaluate($"{{ field: created_date, operator: equals, value: '{literal}', valueType: timestamp }}",
            $$"""{"created_date":"{{text}}"}""").ShouldBe(expected);

    [Fact]
    public void Text_orders_by_code_point_not_by_utf16_unit()
    {
        var beyondTheBasicPlane = """{"id":"😀"}""";

        Conditions.Evaluate("{ field: id, operator: greaterThan, value: \"\uFF5E\" }", beyondTheBasicPlane).ShouldBe(Truth.True);
        Conditions.Evaluate("{ field: id, operator: lessThan, value: é }", """{"id":"z"}""").ShouldBe(Truth.True);
    }

    [Fact]
    public void Escapes_are_read_before_text_is_compared()
    {
        Conditions.Evaluate("{ field: id, operator: equals, value: \"a\\\"\\\\/\\n\\té😀\" }",
            """{"\u0069d":"\u0061\"\\\/\n\t\u00e9\uD83D\uDE00"}""").ShouldBe(Truth.True);
    }

    [Fact]
    public void The_last_of_duplicate_keys_wins()
    {
        const string isA = "{ field: id, operator: equals, value: a }";

        Conditions.Evaluate(isA, """{"id":"a","id":"b"}""").ShouldBe(Truth.False);
        Conditions.Evaluate(isA, """{"id":"b","i\u0064":"a"}""").ShouldBe(Truth.True);
        Conditions.Evaluate(isA, """{"id":"a","id":null}""").ShouldBe(Truth.Unknown);
        Conditions.Evaluate(isA, """{"id":"a","x":{"id":"b"}}""").ShouldBe(Truth.True);
    }

    static Truth Number(string comparison, string literal, string text) =>
        Conditions.Evaluate($"{{ field: id, operator: {comparison}, value: {literal}, valueType: number }}", $$"""{"id":"{{text}}"}""");
}
