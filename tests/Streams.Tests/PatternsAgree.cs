using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Streams.Tests;

/// <summary>A pattern means in the table, in .NET and in Java what it means by definition.</summary>
public class PatternsAgree
{
    [Fact]
    public void Random_patterns_are_found_where_their_definition_says()
    {
        var cases = PatternsAtRandom.Patterns.SelectMany(pattern =>
            PatternsAtRandom.Text.ArrayOf(8).Select(texts => (pattern, texts)));
        var (found, missed) = (0, 0);

        Prop.ForAll(cases.ToArbitrary(), scenario => scenario.texts.All(text =>
        {
            var isFound = Read(scenario.pattern.Written).IsMatch(Encoding.UTF8.GetBytes(text));
            if (isFound) found++;
            else missed++;
            return isFound == scenario.pattern.IsFoundIn(text);
        })).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20260102, 7));

        Math.Min(found, missed).ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void Random_patterns_are_found_where_dotnet_finds_them()
    {
        var cases = PatternsAtRandom.Patterns.SelectMany(pattern =>
            PatternsAtRandom.Text.ArrayOf(20).Select(texts => (pattern, texts)));

        Prop.ForAll(cases.ToArbitrary(), scenario =>
        {
            var pattern = Read(scenario.pattern.Written);
            var engine = new Regex(scenario.pattern.DotNet, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return scenario.texts.All(text => pattern.IsMatch(Encoding.UTF8.GetBytes(text)) == engine.IsMatch(text));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(20260103, 7));
    }

    [Fact]
    public async Task Random_patterns_are_found_where_java_finds_them()
    {
        Assert.SkipUnless(PatternsInJava.IsPresent, "needs a java on the PATH");
        var random = PatternsAtRandom.Patterns.SelectMany(pattern =>
            PatternsAtRandom.Text.ArrayOf(10).Select(texts => (pattern.Written, texts)));
        var cases = random.Sample(4_000, new Rnd(20260104, 7), size: 50)
            .Select(scenario => (Pattern: Read(scenario.Written), scenario.texts)).ToArray();

        var answers = await PatternsInJava.Run(cases.Select(scenario => (scenario.Pattern.Java, scenario.texts)));

        answers.Length.ShouldBe(4_000);
        foreach (var ((pattern, texts), answer) in cases.Zip(answers))
        {
            var expected = string.Concat(texts.Select(text => pattern.IsMatch(Encoding.UTF8.GetBytes(text)) ? '1' : '0'));
            answer.ShouldBe(expected, $"{pattern.Written} as {pattern.Java} in {string.Join(" or ", texts.Select(text => $"'{text}'"))}");
        }
    }

    [Fact]
    public async Task The_largest_patterns_fit_javas_stack()
    {
        Assert.SkipUnless(PatternsInJava.IsPresent, "needs a java on the PATH");
        var text = string.Concat(Enumerable.Repeat("abc", 1_000));
        string[] written =
        [
            "((a|b|c){1,3}){1,90}", "(([ab]|cc?){1,6}){1,38}", "(((a|b|c){1,3}){1,3}){1,27}", "(([abc]{0,2}){0,2}){0,99}",
            "((a|b|c)[abc]{0,2}(a|b|c)){0,100}", "(((((((a|b|c){1,2}){1,2}){1,2}){1,2}){1,2}){1,2}){1,2}",
            string.Concat(Enumerable.Repeat("[abc]", 800)), string.Concat(Enumerable.Repeat("[a-c]?", 600)),
            string.Concat(Enumerable.Repeat("[abc]{0,2}", 400)), string.Concat(Enumerable.Repeat("(a|b|c)", 500)),
            string.Concat(Enumerable.Repeat("(a?b?c?)", 330)), string.Concat(Enumerable.Repeat("([abc]a?)?", 250)),
            string.Join('|', Enumerable.Range(0x4E00, 1_000).Select(character => (char)character)),
            "[abc]{1000}[a-c]{1000}", "(.{20}){100}", "((((((((((((((((abc){1,100})))))))))))))))", ".*", "[abc]*$",
        ];
        var cases = written.Select(Read).Select(pattern => (pattern.Java, new[] { text, "c" })).ToArray();

        var answers = await PatternsInJava.Run(cases);

        string[] expected = [.. written.Select(Read).Select(pattern => string.Concat(cases[0].Item2.Select(text =>
            pattern.IsMatch(Encoding.UTF8.GetBytes(text)) ? '1' : '0')))];
        answers.ShouldBe(expected);
    }

    static TextPattern Read(string written)
    {
        var pattern = TextPattern.Parse(written, out var mistake);
        if (mistake is not null) Assert.Fail($"{written}: {mistake}");
        return pattern.ShouldNotBeNull();
    }
}
