using System.Text;

namespace Streams.Tests;

/// <summary>Which texts a pattern is found in, and at which cost.</summary>
public class PatternsMeaning
{
    [Theory]
    [InlineData("Car", "a Car", true)]
    [InlineData("Car", "a car", false)]
    [InlineData("Car", "", false)]
    [InlineData("^Car", "Cars", true)]
    [InlineData("^Car", "a Car", false)]
    [InlineData("^Car", "\nCar", false)]
    [InlineData("Car$", "a Car", true)]
    [InlineData("Car$", "Car\n", false)]
    [InlineData("Car$", "Car\r\n", false)]
    [InlineData("^Car$", "Car", true)]
    [InlineData("^Car$", "Cars", false)]
    [InlineData("^$", "", true)]
    [InlineData("$^", "", true)]
    [InlineData("^$", "a", false)]
    [InlineData("^$", "\n", false)]
    [InlineData("$", "a", true)]
    [InlineData("a*", "", true)]
    [InlineData("a^b", "ab", false)]
    [InlineData("a$b", "ab", false)]
    [InlineData("(^|-)b(-|$)", "b", true)]
    [InlineData("(^|-)b(-|$)", "a-b", true)]
    [InlineData("(^|-)b(-|$)", "ab", false)]
    [InlineData("^.$", "é", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^..$", "😀", false)]
    [InlineData("^.$", "\r", true)]
    [InlineData("^.$", "\u2028", true)]
    [InlineData("^.$", "\n", false)]
    [InlineData("^😀+$", "😀😀", true)]
    [InlineData("^😀+$", "😀😁", false)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[^a]$", "\n", true)]
    [InlineData(@"^\D{2}$", "é😀", true)]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"\w", "é", false)]
    [InlineData(@"\s", "\u00a0\u0085\u2028", false)]
    [InlineData(@"^\s{6}$", " \t\n\r\f\v", true)]
    [InlineData("k", "\u212a", false)]
    [InlineData("[A-Z]", "\u212a", false)]
    [InlineData("é", "e\u0301", false)]
    [InlineData("a{2,3}b", "ab", false)]
    [InlineData("^a{2,3}b", "aaaab", false)]
    [InlineData("^a{2,}b", "aaaab", true)]
    [InlineData("^(ab|c){2}$", "abc", true)]
    [InlineData("^(ab|c){2}$", "abcc", false)]
    [InlineData("^(a?){2}b", "aab", true)]
    [InlineData("^(a?){2}b", "aaab", false)]
    [InlineData("^x.{0,1000}y$", "x--------y", true)]
    [InlineData(@"^\w+@\w+\.(com|org)$", "a_b@c.org", true)]
    [InlineData(@"^\w+@\w+\.(com|org)$", "a_b@c.orgs", false)]
    public void A_pattern_is_found_or_not(string written, string text, bool expected) => Found(Read(written), text).ShouldBe(expected);

    [Fact]
    public void Every_character_is_in_its_classes_only()
    {
        var (digit, word, space) = (Read(@"^\d$"), Read(@"^\w$"), Read(@"^\s$"));
        var (any, all, other) = (Read("^.$"), Read(@"^[\s\S]$"), Read(@"^[^\w\s]$"));
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var character)) continue;
            var text = character.ToString();
            var (isDigit, isSpace) = (value is >= '0' and <= '9', value is >= 9 and <= 13 or ' ');
            var isWord = isDigit || value is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_';
            var right = Found(digit, text) == isDigit && Found(word, text) == isWord && Found(space, text) == isSpace
                && Found(any, text) == (value != '\n') && Found(all, text) && Found(other, text) == !(isWord || isSpace);
            if (!right) Assert.Fail($"U+{value:X4}");
        }
    }

    [Fact]
    public void Bytes_that_are_not_utf8_count_as_replacement_characters()
    {
        Read("^.$").IsMatch([0xFF]).ShouldBeTrue();
        Read("^\ufffd{2}$").IsMatch([0xC3, 0xF0, 0x9F, 0x98]).ShouldBeTrue();
        Read("^a{1000}$|^\ufffd{2}$").IsMatch([0xC3, 0xF0, 0x9F, 0x98]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("a.*é.*[x-z]$", true)]
    [InlineData("a.{0,200}b.{0,200}x$", false)]
    [InlineData("([a-z]{0,20}){0,99}X", true)]
    public void Nothing_is_allocated_per_text(string written, bool hasTable)
    {
        var pattern = Read(written);
        pattern.HasTable.ShouldBe(hasTable);
        byte[][] texts = [.. new[] { "a b é 😀 x", "", string.Concat(Enumerable.Repeat("aéb", 100)) }.Select(Encoding.UTF8.GetBytes)];
        var found = Count(pattern, texts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) found += Count(pattern, texts);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        (found % 101).ShouldBe(0);
    }

    [Fact]
    public async Task Threads_share_a_pattern()
    {
        TextPattern[] patterns = [Read("^a{1,3}b.*c$"), Read("a.{0,200}b.{0,200}x$")];
        var texts = Enumerable.Range(0, 200).Select(number => $"{new string('a', number % 5)}b{number}{(number % 2 == 0 ? 'c' : 'x')}");
        byte[][] bytes = [.. texts.Select(Encoding.UTF8.GetBytes)];
        int[] expected = [.. patterns.Select(pattern => Count(pattern, bytes))];

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => patterns
            .Select(pattern => Enumerable.Range(0, 50).Sum(_ => Count(pattern, bytes))).ToArray())));

        foreach (var count in counts) count.ShouldBe([.. expected.Select(once => 50 * once)]);
    }

    static int Count(TextPattern pattern, byte[][] texts)
    {
        var found = 0;
        foreach (var text in texts)
        {
            if (pattern.IsMatch(text)) found++;
        }
        return found;
    }

    static bool Found(TextPattern pattern, string text) => pattern.IsMatch(Encoding.UTF8.GetBytes(text));

    static TextPattern Read(string written)
    {
        var pattern = TextPattern.Parse(written, out var mistake);
        mistake.ShouldBeNull();
        return pattern.ShouldNotBeNull();
    }
}
