using System.Diagnostics;
using System.Text;

namespace Streams.Tests;

/// <summary>Any string is answered soon: with a pattern that works or with a mistake in it.</summary>
public class PatternsHostile
{
    static readonly string[] Pieces =
    [
        "a", "b", "é", "😀", "\ud83d", "\ude00", "\n", "\\", "\\d", "\\W", "\\p", "\\-", "[", "[^", "]", "-", "&&", "(", "(?:", "(?", ")",
        "|", "*", "+", "?", "{", "}", "{2}", "{0,3}", "{1,100}", "{1000}", "{,", ",", "9", "^", "$", ".", "[a-z]", "(a|b)", "\0", "\uffff",
    ];

    [Fact]
    public void Random_strings_never_throw()
    {
        var random = new Random(2_026);
        var accepted = 0;
        var slowest = TimeSpan.Zero;
        var text = Encoding.UTF8.GetBytes("ab é😀\n-9[]");
        for (var round = 0; round < 200_000; round++)
        {
            var written = RandomString(random);
            var (pattern, mistake, elapsed) = Answer(written, text);
            // A pause of the machine is not the pattern's.
            for (var again = 0; again < 3 && elapsed > slowest; again++)
                elapsed = TimeSpan.FromTicks(Math.Min(elapsed.Ticks, Answer(written, text).Elapsed.Ticks));

            if (elapsed > slowest) slowest = elapsed;
            if (pattern is null == mistake is null) Assert.Fail($"'{written}' is neither a pattern nor refused, or both");
            mistake?.Position.ShouldBeInRange(1, written.Length + 1, written);
            if (pattern is not null) accepted++;
        }

        accepted.ShouldBeGreaterThan(20_000);
        slowest.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted} accepted, slowest {slowest.TotalMilliseconds:F1} ms");
    }

    [Theory]
    [MemberData(nameof(Largest))]
    public void The_largest_patterns_stay_small_and_fast(string written)
    {
        TextPattern.Parse("a", out _);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("abbab é😀 aab", 400)));
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();

        var pattern = TextPattern.Parse(written, out var mistake);
        var read = Stopwatch.GetElapsedTime(started);
        mistake.ShouldBeNull();
        pattern.ShouldNotBeNull().IsMatch(text);

        read.ShouldBeLessThan(TimeSpan.FromSeconds(4));
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(16 * 1024 * 1024);
        TestContext.Current.TestOutputHelper?.WriteLine($"read {read.TotalMilliseconds:F1} ms, with {text.Length} bytes of text " +
            $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F1} ms, table {pattern.HasTable}");
    }

    public static TheoryData<string> Largest =>
    [
        "([a-z]{0,20}){0,99}X", "((a?){20}){19}X", "((a|b){0,10}){0,31}X", "[ab]{0,1000}a[ab]{998}X", ".{0,1000}.{0,999}X",
        "a.{0,998}b.{0,998}X", "(a{1,40}b{0,1}){0,48}X", ".*a.*b.*a.*b.*X", string.Concat(Enumerable.Repeat("a?", 1_000)),
        string.Concat(Enumerable.Repeat("a*b*", 500)),
        string.Concat(Enumerable.Range(0x4E00, 1_365).Select(character => (char)character)),
        string.Concat(Enumerable.Range(0x4E00, 1_000).Select(character => $"{(char)character}?")),
        string.Join('|', Enumerable.Range(0x4E00, 1_000).Select(character => (char)character)),
        string.Join('|', Enumerable.Range(0x1F300, 800).Select(char.ConvertFromUtf32)),
        string.Concat(Enumerable.Range('0', 75).Select(character => $"[ -{(char)character}]?")
            .Where(part => char.IsAsciiLetterOrDigit(part[3]))),
    ];

    static (TextPattern? Pattern, PatternMistake? Mistake, TimeSpan Elapsed) Answer(string written, byte[] text)
    {
        var started = Stopwatch.GetTimestamp();
        var pattern = TextPattern.Parse(written, out var mistake);
        pattern?.IsMatch(text);
        return (pattern, mistake, Stopwatch.GetElapsedTime(started));
    }

    static string RandomString(Random random)
    {
        var written = new StringBuilder();
        for (var count = random.Next(random.Next(8) == 0 ? 60 : 12); count >= 0; count--)
        {
            if (random.Next(10) == 0) written.Append((char)random.Next(0x10000));
            else written.Append(Pieces[random.Next(Pieces.Length)]);
        }
        return written.ToString();
    }
}
