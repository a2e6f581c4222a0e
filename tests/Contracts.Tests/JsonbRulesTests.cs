using System.Text;

namespace Contracts.Tests;

/// <summary>Each verdict was compared with PostgreSQL 15.</summary>
public sealed class JsonbRulesTests
{
    static IReadOnlyList<FieldError> Check(string json) => Check(Encoding.UTF8.GetBytes(json));

    static IReadOnlyList<FieldError> Check(byte[] json)
    {
        JsonbRules.Check(json, out var errors).ShouldBe(errors.Count == 0);
        return errors;
    }

    [Theory]
    [InlineData("1e131071", true)]
    [InlineData("1e131072", false)]
    [InlineData("-1e131072", false)]
    [InlineData("0.1e131072", true)]
    [InlineData("0.1e131073", false)]
    [InlineData("0.00001e131076", true)]
    [InlineData("0.00001e131077", false)]
    [InlineData("100000e131066", true)]
    [InlineData("100000e131067", false)]
    [InlineData("12e131071", false)]
    [InlineData("1e-16383", true)]
    [InlineData("1e-16384", false)]
    [InlineData("1.50e-16382", false)]
    [InlineData("10e-16384", false)]
    [InlineData("0e-16383", true)]
    [InlineData("0e-16384", false)]
    [InlineData("0e1073741822", true)]
    [InlineData("0e1073741823", false)]
    [InlineData("1e99999999999999999999", false)]
    [InlineData("12.50", true)]
    [InlineData("-0", true)]
    public void Numbers_beyond_numeric_are_refused(string number, bool fits) => (Check($"[{number}]").Count == 0).ShouldBe(fits);

    [Theory]
    [InlineData("""{"a": "\u0000"}""", "/a")]
    [InlineData("""{"a": "\\\u0000"}""", "/a")]
    [InlineData("""{"a": {"\u0000": 1}}""", @"/a/\u0000")]
    [InlineData("""{"a": [1, "\ud83d"]}""", "/a/1")]
    [InlineData("""{"a": [[], {"b": "\ude00"}]}""", "/a/1/b")]
    [InlineData("""{"a": "\ud83dx"}""", "/a")]
    [InlineData("""{"a": "\ud83d\ud83d"}""", "/a")]
    [InlineData("""{"a": "\ud83d\n"}""", "/a")]
    [InlineData("""{"a/b": {"c~d": "\u0000"}}""", "/a~1b/c~0d")]
    [InlineData("""[[0, 0], [0, 1e999999]]""", "/1/1")]
    public void What_jsonb_cannot_hold_is_named(string json, string field) => Check(json).ShouldHaveSingleItem().Field.ShouldBe(field);

    [Theory]
    [InlineData("""{"a": "\ud83d\ude00", "b": "\\u0000 \\ud800", "c": "😀\u0001\"", "d": "\\\\u0000"}""")]
    [InlineData("null")]
    [InlineData(" [true, false, null, {}, [], \"\"] ")]
    public void What_jsonb_holds_is_accepted(string json) => Check(json).ShouldBeEmpty();

    [Fact]
    public void Bytes_that_are_not_Utf8_are_named()
    {
        Check([.. "{\"a\": [\"ok\", \""u8, 0xED, 0xA0, 0x80, .. "\"]}"u8]).ShouldHaveSingleItem().Field.ShouldBe("/a/1");
        Check([.. "{\"a\": \""u8, 0xC0, 0x80, .. "\"}"u8]).ShouldHaveSingleItem().Field.ShouldBe("/a");
        Check([.. "{\""u8, 0xFF, .. "\": 1}"u8]).ShouldHaveSingleItem().Message.ShouldContain("name of this field");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\": 01}")]
    [InlineData("{\"a\": 1,}")]
    [InlineData("{} x")]
    [InlineData("\"\t\"")]
    [InlineData("// comment\n1")]
    [InlineData("'a'")]
    public void What_is_not_Json_is_refused_once(string json) => Check(json).ShouldHaveSingleItem().Message.ShouldStartWith("is not JSON");

    [Fact]
    public void Depth_is_bounded_and_the_place_named()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Check(Nested(Limits.MaxJsonDepth)).ShouldBeEmpty();
        Check(Nested(Limits.MaxJsonDepth + 1)).ShouldHaveSingleItem().Message.ShouldContain("deeper than 32 levels");
        Check($"{{\"a\": {Nested(5_000)}}}").ShouldHaveSingleItem().Field.ShouldStartWith("/a/0/0");
    }

    [Fact]
    public void Every_wrong_field_is_found_up_to_a_bound()
    {
        Check("""{"a": "\u0000", "b": [1e999999, "\ud800"], "c": "fine"}""").Select(error => error.Field).ShouldBe(["/a", "/b/0", "/b/1"]);
        Check($"[{string.Join(',', Enumerable.Repeat("\"\\u0000\"", 1000))}]").Count.ShouldBe(JsonbRules.MaxErrors);
    }

    [Fact]
    public void Numbers_that_PostgreSQL_would_write_out_to_a_giant_record_are_refused()
    {
        Check("""{"a": 1e131071, "b": 1e131071}""").ShouldBeEmpty();
        Check("""{"a": 1e131071, "b": 1e131071, "c": [1e100]}""").ShouldHaveSingleItem().Field.ShouldBe("/c/0");
    }
}
