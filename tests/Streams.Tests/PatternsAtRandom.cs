using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Streams.Tests;

/// <summary>
/// A pattern with its meaning by definition: from a place in a text, the places where it may end. That shares nothing with how patterns
/// are read and matched.
/// </summary>
/// <param name="Written">As it stands in a filter.</param>
/// <param name="DotNet">The same for .NET's own engine.</param>
/// <param name="Ends">From a text and a place.</param>
/// <param name="HasAnchor">It must not be repeated.</param>
sealed record RandomPattern(string Written, string DotNet, Func<int[], int, IEnumerable<int>> Ends, bool HasAnchor = false)
{
    public bool IsFoundIn(string text)
    {
        int[] characters = [.. text.EnumerateRunes().Select(character => character.Value)];
        return Enumerable.Range(0, characters.Length + 1).Any(start => Ends(characters, start).Any());
    }

    public override string ToString() => Written;
}

/// <summary>Random patterns and texts over few characters, so that they often meet.</summary>
static class PatternsAtRandom
{
    const string Word = "A-Za-z0-9_";
    const string Space = @" \t\n\r\f\v";

    static readonly string[] Characters =
    [
        "a", "a", "b", "b", "A", "0", "_", "-", " ", "\n", "\r", "\t", "\u0085", "\u2028", "é", "😀", "😁", ".", "\\", "[", "]", "&", "^",
        "$", "}",
    ];

    static readonly RandomPattern[] Ones =
    [
        Literal("a"), Literal("b"), Literal("b"), Literal("A"), Literal("é"), Literal("😀"), Literal("😁"), Literal("\u0085"),
        Literal("\u2028"), Literal("\n"), Literal("-"), Literal("&"), Literal(" "), Literal("\\", @"\\"), Literal("$", @"\$"),
        Literal("^", @"\^"), Literal("[", @"\["), Literal("]", "]"), Literal("}", "}"), Literal("\r", @"\r"), Literal("\t", @"\t"),
        Literal("\n", @"\n"), Literal(".", @"\."), Literal("_", @"\_"),
        One(".", Not(@"\n"), character => character != '\n'), One(@"\d", "[0-9]", IsDigit), One(@"\w", $"[{Word}]", IsWord),
        One(@"\s", $"[{Space}]", IsSpace), One(@"\D", Not("0-9"), character => !IsDigit(character)),
        One(@"\W", Not(Word), character => !IsWord(character)), One(@"\S", Not(Space), character => !IsSpace(character)),
        One("[ab]", "[ab]", character => character is 'a' or 'b'), One("[^ab]", Not("ab"), character => character is not ('a' or 'b')),
        One("[a-z]", "[a-z]", character => character is >= 'a' and <= 'z'), One("[-a]", @"[\-a]", character => character is '-' or 'a'),
        One("[A^-]", @"[A\^\-]", character => character is 'A' or '^' or '-'),
        One(@"[^\d\s]", Not("0-9" + Space), character => !IsDigit(character) && !IsSpace(character)),
        One(@"[\W_]", $"(?:{Not(Word)}|_)", character => !IsWord(character) || character == '_'),
        One(@"[\[\]&\\]", @"[\[\]&\\]", character => character is '[' or ']' or '&' or '\\'),
        One(@"[\s\S]", Not(""), _ => true),
    ];

    static readonly RandomPattern[] Anchors =
    [
        new("^", @"\A", (_, at) => at == 0 ? [at] : [], HasAnchor: true),
        new("$", @"\z", (text, at) => at == text.Length ? [at] : [], HasAnchor: true),
    ];

    public static Gen<RandomPattern> Patterns => Choice(depth: 3);

    public static Gen<string> Text => Gen.Choose(0, 7).SelectMany(count => Gen.Elements(Characters).ArrayOf(count)).Select(string.Concat);

    static Gen<RandomPattern> Choice(int depth) => Gen.Elements(1, 1, 1, 2, 3).SelectMany(count => Sequence(depth).ArrayOf(count))
        .Select(parts => parts.Length == 1 ? parts[0] : new RandomPattern(
            string.Join('|', parts.Select(part => part.Written)), string.Join('|', parts.Select(part => part.DotNet)),
            (text, at) => parts.SelectMany(part => part.Ends(text, at)).Distinct(), HasAnchor: parts.Any(part => part.HasAnchor)));

    static Gen<RandomPattern> Sequence(int depth) => Gen.Choose(1, 4).SelectMany(count => Term(depth).ArrayOf(count))
        .Select(parts => new RandomPattern(
            string.Concat(parts.Select(part => part.Written)), string.Concat(parts.Select(part => part.DotNet)),
            (text, at) => parts.Aggregate<RandomPattern, IEnumerable<int>>([at], (places, part) => Follow(text, places, part)),
            HasAnchor: parts.Any(part => part.HasAnchor)));

    static Gen<RandomPattern> Term(int depth) => Gen.Frequency(
        (5, Gen.Elements(Ones)),
        (3, from one in Gen.Elements(Ones) from bounds in Bounds(isGroup: false) select Repeat(one, bounds)),
        (1, Gen.Elements(Anchors)),
        (depth == 0 ? 0 : 3, from open in Gen.Elements("(", "(?:") from inner in Choice(depth - 1) select Group(open, inner)),
        (depth == 0 ? 0 : 4, from open in Gen.Elements("(", "(?:")
                             from inner in Choice(depth - 1)
                             from bounds in Bounds(isGroup: true)
                             select inner.HasAnchor ? Group(open, inner) : Repeat(Group(open, inner), bounds)));

    static Gen<(string Written, int Least, int Most)> Bounds(bool isGroup) => Gen.Elements([
        ("?", 0, 1), ("{2}", 2, 2), ("{0,2}", 0, 2), ("{1,3}", 1, 3), ("{2,3}", 2, 3),
        .. isGroup ? Array.Empty<(string, int, int)>() : [("*", 0, int.MaxValue), ("+", 1, int.MaxValue), ("{2,}", 2, int.MaxValue)]]);

    static RandomPattern Group(string open, RandomPattern inner) => inner with
    {
        Written = $"{open}{inner.Written})",
        DotNet = $"(?:{inner.DotNet})",
    };

    static RandomPattern Repeat(RandomPattern part, (string Written, int Least, int Most) bounds) => new(
        part.Written + bounds.Written, $"(?:{part.DotNet}){bounds.Written}",
        (text, at) => Times(text, at, part, bounds.Least, Math.Min(bounds.Most, bounds.Least + text.Length)));

    static IEnumerable<int> Times(int[] text, int at, RandomPattern part, int least, int most)
    {
        HashSet<int> ends = [];
        IEnumerable<int> places = [at];
        for (var times = 0; times <= most; times++, places = Follow(text, places, part))
        {
            if (times >= least) ends.UnionWith(places);
        }
        return ends;
    }

    static int[] Follow(int[] text, IEnumerable<int> places, RandomPattern part) =>
        [.. places.SelectMany(place => part.Ends(text, place)).Distinct()];

    static RandomPattern Literal(string character, string? written = null) => One(written ?? character,
        character.Length > 1 ? $"(?:{character})" : $@"\u{(int)character[0]:X4}", Rune.GetRuneAt(character, 0).Value.Equals);

    static RandomPattern One(string written, string dotNet, Func<int, bool> takes) =>
        new(written, dotNet, (text, at) => at < text.Length && takes(text[at]) ? [at + 1] : []);

    /// <summary>.NET works on UTF-16: what a class leaves out must not be half a character.</summary>
    static string Not(string members) => $@"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^{members}\uD800-\uDFFF])";

    static bool IsDigit(int character) => character is >= '0' and <= '9';

    static bool IsWord(int character) => IsDigit(character) || character is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_';

    static bool IsSpace(int character) => character is >= 9 and <= 13 or ' ';
}
