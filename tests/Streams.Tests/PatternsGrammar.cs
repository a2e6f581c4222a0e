namespace Streams.Tests;

/// <summary>What a pattern may be; whatever else is written is refused, at its place, with what to write instead.</summary>
public class PatternsGrammar
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("Škoda 😀", "Škoda 😀")]
    [InlineData("😀+", "😀+")]
    [InlineData("\u0085\u2028\u0000\t", @"\x{85}\x{2028}\x{0}\x{9}")]
    [InlineData("]}-&#'\"<", @"\]\}-&#'""<")]
    [InlineData(@"\.\<\'\_\-\#\@\~", @"\.<'_-#@~")]
    [InlineData(@"\t\n\r", @"\x{9}\x{A}\x{D}")]
    [InlineData(@"\d\w\s", @"[0-9][0-9A-Z_a-z][\x{9}-\x{D} ]")]
    [InlineData(@"\D\W\S", @"[^0-9][^0-9A-Z_a-z][^\x{9}-\x{D} ]")]
    [InlineData(".", @"[^\x{A}]")]
    [InlineData("[a]", "a")]
    [InlineData("[^a]", "[^a]")]
    [InlineData("[ba-c]", "[a-c]")]
    [InlineData("[ab]", "[ab]")]
    [InlineData("[a-]", @"[\-a]")]
    [InlineData("[-a]", @"[\-a]")]
    [InlineData("[^-a]", @"[^\-a]")]
    [InlineData("[a^]", @"[\^a]")]
    [InlineData(@"[\[\]\&\^\-\\]", @"[\&\-\[-\^]")]
    [InlineData("[a&b]", @"[\&ab]")]
    [InlineData(@"[\w-]", @"[\-0-9A-Z_a-z]")]
    [InlineData(@"[^\D]", "[0-9]")]
    [InlineData(@"[\D5]", "[^0-46-9]")]
    [InlineData(@"[\d\D]", @"[\x00-\x{10FFFF}]")]
    [InlineData(".*", @"[^\x{A}]*")]
    [InlineData("^a$", @"\Aa\z")]
    [InlineData("(^|a)b(c|$)", @"(?:\A|a)b(?:c|\z)")]
    [InlineData("(a)(?:b)", "ab")]
    [InlineData("((a|b))", "a|b")]
    [InlineData("a|bc|d", "a|bc|d")]
    [InlineData("a*b+c?d{2}e{3,}f{4,5}g{1,1}", "a*b+c?d{2}e{3,}f{4,5}g{1}")]
    [InlineData("(ab)?(ab){2}(ab){0,100}", "(?:ab)?(?:ab){2}(?:ab){0,100}")]
    [InlineData("(a+){2}", "(?:a+){2}")]
    [InlineData("(a|b)?", "(?:a|b)?")]
    [InlineData("a{1000}b{1000}", "a{1000}b{1000}")]
    public void Accepted_patterns_are_printed_for_java(string written, string java)
    {
        var pattern = TextPattern.Parse(written, out var mistake);

        mistake.ShouldBeNull();
        pattern.ShouldNotBeNull().Java.ShouldBe(java);
        pattern.Written.ShouldBe(written);
    }

    [Theory]
    [InlineData("", 1, "empty pattern", "isNotNull")]
    [InlineData(@"a\", 2, "a backslash that escapes nothing", @"write \\")]
    [InlineData(@"\bcar", 1, @"\b is not an escape", @"(^|\W)word(\W|$)")]
    [InlineData(@"é😀\p{L}", 3, @"\p is not an escape", "[A-Z]")]
    [InlineData(@"(a)\1", 4, @"\1 is not an escape", "write out again")]
    [InlineData(@"\Qa\E", 1, @"\Q is not an escape", "a backslash before each punctuation")]
    [InlineData(@"\x41", 1, @"\x is not an escape", "the character itself")]
    [InlineData(@"\u0041", 1, @"\u is not an escape", "the character itself")]
    [InlineData(@"a\Z", 2, @"\Z is not an escape", "write $")]
    [InlineData(@"\A", 1, @"\A is not an escape", "write ^")]
    [InlineData(@"\f", 1, @"\f is not an escape", @"\s")]
    [InlineData(@"\ ", 1, @"\  is not an escape", "ASCII punctuation")]
    [InlineData("\\\n", 1, @"\U+000A is not an escape", "ASCII punctuation")]
    [InlineData(@"\é", 1, @"\é is not an escape", "ASCII punctuation")]
    [InlineData("a[]", 2, "an empty class", @"write \]")]
    [InlineData("[^]", 1, "an empty class", @"write \]")]
    [InlineData("a[bc", 2, "a [ without its ]", @"write \[")]
    [InlineData("[a-", 1, "a [ without its ]", @"write \[")]
    [InlineData("[é]", 2, "classes hold ASCII only", "(?:é|[a-z])")]
    [InlineData("[a-é]", 4, "classes hold ASCII only", "alternatives")]
    [InlineData("[a[b]]", 3, "a class inside a class", @"write \[")]
    [InlineData("[[:alpha:]]", 2, "a class inside a class", @"write \[")]
    [InlineData("[a&&b]", 3, "no intersection", @"write \&")]
    [InlineData("[z-a]", 2, "runs backwards", "write a-z")]
    [InlineData(@"[\w-z]", 2, "a range between classes", @"write \-")]
    [InlineData("[a-c-e]", 5, "a hyphen in the middle", @"write \-")]
    [InlineData(@"[^\d\D]", 1, "no character is in", "leave out")]
    [InlineData(@"[\b]", 2, @"\b is not an escape", "word")]
    public void Characters_escapes_and_classes_are_refused_with_the_way_out(string written, int position, string wrong, string instead) =>
        Refused(written, position, wrong, instead);

    [Theory]
    [InlineData("*a", 1, "a * with nothing before it", @"write \*")]
    [InlineData("a|+", 3, "a + with nothing before it", @"write \+")]
    [InlineData("(?)", 1, "a group with an option", "(?: )")]
    [InlineData("{2}", 1, "a { with nothing before it", @"write \{")]
    [InlineData("a{", 2, "a { that starts no repeat", @"write \{")]
    [InlineData("a{x}", 2, "a { that starts no repeat", @"write \{")]
    [InlineData("a{2", 2, "a { that starts no repeat", @"write \{")]
    [InlineData("a{,2}", 2, "a { that starts no repeat", "{0,2}")]
    [InlineData("a{2,1}", 2, "from more to less", "write {1,2}")]
    [InlineData("a{0}", 2, "zero times", "leave out")]
    [InlineData("a{0,0}", 2, "zero times", "leave out")]
    [InlineData("a{1001}", 2, "at most 1,000 times", "write a smaller number, or * or +")]
    [InlineData("a{1001,}", 2, "at most 1,000 times", "write a smaller number")]
    [InlineData("a{99999999999999999999}", 2, "at most 1,000 times", "write a smaller number")]
    [InlineData("(ab)*", 5, "a group repeats within bounds", "write {0,100}")]
    [InlineData("(?:ab)+", 7, "a group repeats within bounds", "write {1,100}")]
    [InlineData("(ab){3,}", 5, "a group repeats within bounds", "write {3,100}")]
    [InlineData("(ab){101}", 5, "a group repeats at most 100 times", "write a smaller number")]
    [InlineData("(ab){101,}", 5, "a group repeats at most 100 times", "write a smaller number")]
    [InlineData("((a{20}){100}){2}", 15, "longer than 2,000 characters", "smaller numbers")]
    [InlineData("(((a{100}){100}){100}){100}", 11, "longer than 2,000 characters", "smaller numbers")]
    [InlineData("a{1000}b{1000}c", 15, "longer than 2,000 characters", "smaller numbers")]
    [InlineData("a{1000}|b{1000}|c", 17, "longer than 2,000 characters", "smaller numbers")]
    [InlineData("((a|b){1,6}){1,100}", 13, "Java would run out of stack", "where groups repeat")]
    [InlineData("(a|b){100}(a|b){100}(a|b){100}(a|b){100}", 31, "Java would run out of stack", "several conditions")]
    [InlineData("a*?", 3, "a lazy repeat", "leave out the ?")]
    [InlineData("a??", 3, "a lazy repeat", "leave out the ?")]
    [InlineData("a{2}?", 5, "a lazy repeat", "leave out the ?")]
    [InlineData("a*+", 3, "possessive", "leave out the +")]
    [InlineData("a**", 3, "a repeat of a repeat", "a group")]
    [InlineData("a{2}{3}", 5, "a repeat of a repeat", "a group")]
    [InlineData("^*", 2, "an anchor cannot be repeated", "write the anchor once")]
    [InlineData("a${2}", 3, "an anchor cannot be repeated", "write the anchor once")]
    [InlineData("(a|b(^c))?", 10, "an anchor cannot be repeated", "outside")]
    [InlineData("()", 2, "an empty group or alternative", "(...)?")]
    [InlineData("|a", 1, "an empty group or alternative", "(...)?")]
    [InlineData("a|", 3, "an empty group or alternative", "(...)?")]
    [InlineData("(a||b)", 4, "an empty group or alternative", "(...)?")]
    [InlineData("(a", 1, "a ( without its )", @"write \(")]
    [InlineData("a)", 2, "a ) without its (", @"write \)")]
    [InlineData("(?=a)", 1, "look around", "(?: )")]
    [InlineData("(?i)a", 1, "an option", "(?: )")]
    [InlineData("a(?<n>b)", 2, "a name", "(?: )")]
    [InlineData("(?>a)", 1, "a group with an option", "(?: )")]
    public void Repeats_groups_and_sizes_are_refused_with_the_way_out(string written, int position, string wrong, string instead) =>
        Refused(written, position, wrong, instead);

    [Fact]
    public void Half_a_character_is_refused()
    {
        foreach (var written in new[] { "😀\ud83d", "😀\ude00", "é\ude00a", "a\ud83d\ud83d", "[\ud83da]" })
        {
            TextPattern.Parse(written, out var mistake).ShouldBeNull();
            mistake.ShouldBe(new PatternMistake(2, "half a surrogate pair: write the whole character"));
        }
    }

    [Fact]
    public void Length_and_depth_are_bounded()
    {
        static string Nested(int depth) => new string('(', depth) + "ab" + new string(')', depth);

        TextPattern.Parse(Nested(16), out _).ShouldNotBeNull();
        TextPattern.Parse(Nested(17), out var tooDeep).ShouldBeNull();
        tooDeep.ShouldNotBeNull().Position.ShouldBe(17);
        TextPattern.Parse(Nested(100_000), out var tooLong).ShouldBeNull();
        tooLong.ShouldNotBeNull().Position.ShouldBe(4_097);

        var fitting = "[" + new string('a', 4_094) + "]";
        TextPattern.Parse(fitting, out _).ShouldNotBeNull().Java.ShouldBe("a");
        TextPattern.Parse(new string('é', 2_049), out var bytes).ShouldBeNull();
        bytes.ShouldNotBeNull().Message.ShouldBe("the pattern is longer than 4,096 bytes of UTF-8: write several conditions");
        bytes.Position.ShouldBe(2_049);
    }

    static void Refused(string written, int position, string wrong, string instead)
    {
        var pattern = TextPattern.Parse(written, out var mistake);

        pattern.ShouldBeNull();
        mistake.ShouldNotBeNull().Position.ShouldBe(position, mistake.Message);
        mistake.Message.ShouldContain(wrong, Case.Sensitive);
        mistake.Message.ShouldContain(instead, Case.Sensitive);
        mistake.ToString().ShouldBe($"{mistake.Message}, at character {position} of the pattern");
    }
}
