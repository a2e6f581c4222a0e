using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Contracts.Tests;

public sealed class JsonbTextTests
{
    static bool AreEqual(string left, string right) => JsonbText.AreEqual(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    [Theory]
    [InlineData("""{"a": 1, "b": [1, 2]}""", """{"b":[1,2],"a":1}""", true)]
    [InlineData("""{"a": 1, "a": 2}""", """{"a": 2}""", true)]
    [InlineData("""{"a": 2, "a": 1}""", """{"a": 2}""", false)]
    [InlineData("""{"a": 1, "\u0061": 2}""", """{"a": 2}""", true)]
    [InlineData("2e2", "200", true)]
    [InlineData("1.0", "1.00", true)]
    [InlineData("-0.0", "0", true)]
    [InlineData("0e5", "0", true)]
    [InlineData("1e131071", "10e131070", true)]
    [InlineData("0.1", "0.10000000000000000000000000000000000000000000001", false)]
    [InlineData("9007199254740993", "9007199254740992", false)]
    [InlineData("1", "-1", false)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("[1, 2]", "[2, 1]", false)]
    [InlineData("[1]", "[1, 1]", false)]
    [InlineData("""{"a": null}""", "{}", false)]
    [InlineData("\"\\u00e9\"", "\"é\"", true)]
    [InlineData("\"é\"", "\"e\\u0301\"", false)]
    [InlineData("true", "false", false)]
    [InlineData("null", "null", true)]
    public void Texts_are_equal_when_jsonb_holds_them_equal(string left, string right, bool equal)
    {
        AreEqual(left, right).ShouldBe(equal);
        AreEqual(right, left).ShouldBe(equal);
    }

    [Fact]
    public void What_is_no_Json_is_an_exception() => Should.Throw<JsonException>(() => AreEqual("{", "{}"));

    [Fact]
    public void Rewriting_a_text_in_any_form_that_jsonb_ignores_changes_nothing() =>
        Prop.ForAll(Values().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(),
            (value, seed) => AreEqual(Write(value, new Random(0)), Write(value, new Random(seed)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Changing_one_leaf_makes_texts_different() =>
        Prop.ForAll(Values().ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(),
            (value, seed) => !AreEqual(Write(value, new Random(0)), Write(Changed(value), new Random(seed)))).QuickCheckThrowOnFailure();

    // A value is a decimal, a string, a list of values or a list of named values with distinct names.
    static Gen<object> Values() => Gen.Sized(size => Values(Math.Min(size, 4)));

    static Gen<object> Values(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Choose(-100_000, 100_000).Select(number => (object)(number / 100m)),
            Gen.Elements<object>("", "a", "é", "😀", "\"\\/\n\u0001"));
        if (depth == 0) return leaf;

        var list = Values(depth - 1).ListOf().Select(items => (object)items.Take(4).ToList());
        var map = Values(depth - 1).ListOf().Select(items => (object)items.Take(4).Select((item, i) => ($"k{i}é", item)).ToList());
        return Gen.OneOf(leaf, list, map);
    }

    static object Changed(object value) => value switch
    {
        decimal number => number + 0.01m,
        string text => text + "x",
        List<object> { Count: > 0 } list => new List<object>([.. list.SkipLast(1), Changed(list[^1])]),
        List<(string Name, object Value)> { Count: > 0 } map =>
            new List<(string, object)>([.. map.SkipLast(1), (map[^1].Name, Changed(map[^1].Value))]),
        _ => 1m,
    };

    static string Write(object value, Random random) => value switch
    {
        decimal number => Number(number, random),
        string text => Text(text, random),
        List<object> list => $"[{Blank(random)}{string.Join($"{Blank(random)},", list.Select(item => Write(item, random)))}]",
        List<(string Name, object Value)> map => $"{{{string.Join(",", Shuffle(map, random).Select(pair =>
            $"{Repeated(pair.Name, random)}{Text(pair.Name, random)}{Blank(random)}:{Write(pair.Value, random)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    static string Repeated(string name, Random random) => random.Next(3) == 0 ? $"{Text(name, random)}: [\"older\"], " : "";

    static string Blank(Random random) => random.Next(2) == 0 ? " \n" : "";

    static List<(string Name, object Value)> Shuffle(List<(string Name, object Value)> map, Random random)
    {
        var shuffled = map.ToArray();
        random.Shuffle(shuffled);
        return [.. shuffled];
    }

    static string Number(decimal number, Random random) => random.Next(4) switch
    {
        0 => $"{number:0.00##}",
        1 => $"{number:0.00}000",
        2 => $"{number * 100:0}e-2",
        _ => $"{number / 1000:0.00000##}E+3",
    };

    static string Text(string text, Random random) => random.Next(2) == 0
        ? JsonSerializer.Serialize(text)
        : $"\"{string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"))}\"";
}
