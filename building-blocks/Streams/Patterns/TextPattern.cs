using System.Buffers;
using System.Text;

namespace Streams;

/// <summary>
/// The regular expression of the operator matches: found anywhere in a text, case counts, a character is a code point. Its grammar is
/// what has one meaning in every engine; Flink's is Java's.
/// </summary>
/// <remarks>
/// It is matched by a table of its own and not by .NET's non-backtracking engine, which keeps some 100 KB for the smallest pattern and
/// hundreds of megabytes for a few hundred different characters, and works on UTF-16. Immutable, so evaluators on any threads share one:
/// the rare pattern that is too large for a table borrows its working memory from the array pool for the length of a call.
/// </remarks>
sealed class TextPattern
{
    readonly PatternProgram program;
    readonly PatternTable? table;

    TextPattern(string written, PatternNode pattern)
    {
        Written = written;
        Java = JavaPattern.Print(pattern);
        program = PatternProgram.Compile(pattern);
        table = PatternTable.Build(program);
    }

    /// <summary>The pattern as it was given.</summary>
    public string Written { get; }

    /// <summary>The same for java.util.regex, to be used with find and without options.</summary>
    public string Java { get; }

    /// <summary>Whether it is matched by a table: one step for each character of a text.</summary>
    public bool HasTable => table is not null;

    /// <summary>Reads a pattern. Never throws; either the pattern or the mistake is null.</summary>
    public static TextPattern? Parse(string written, out PatternMistake? mistake)
    {
        mistake = MistakeOfText(written);
        if (mistake is not null) return null;
        var cursor = new PatternCursor(written);
        var pattern = new PatternReader(cursor).Read();
        mistake = cursor.Mistake;
        return pattern is null ? null : new TextPattern(written, pattern);
    }

    /// <summary>Whether the pattern is found in the text. Allocates nothing, takes time in proportion to the text, on any thread.</summary>
    /// <param name="utf8">Bytes that are not UTF-8 count as replacement characters.</param>
    public bool IsMatch(ReadOnlySpan<byte> utf8) => table?.IsMatch(utf8) ?? IsMatchByPlaces(utf8);

    static PatternMistake? MistakeOfText(string written)
    {
        if (written.Length == 0)
            return new PatternMistake(1, "an empty pattern is found in every text: write what to find, or use isNotNull");
        var (characters, bytes) = (0, 0);
        for (var at = 0; at < written.Length; characters++)
        {
            if (Rune.DecodeFromUtf16(written.AsSpan(at), out var character, out var length) != OperationStatus.Done)
                return new PatternMistake(characters + 1, "half a surrogate pair: write the whole character");
            bytes += character.Utf8SequenceLength;
            if (bytes > PatternLimits.MaxBytes)
            {
                return new PatternMistake(characters + 1,
                    $"the pattern is longer than {PatternLimits.MaxBytes:N0} bytes of UTF-8: write several conditions");
            }
            at += length;
        }
        return null;
    }

    bool IsMatchByPlaces(ReadOnlySpan<byte> utf8)
    {
        var scratch = ArrayPool<int>.Shared.Rent(PatternPlaces.ScratchLength(program));
        var places = new PatternPlaces(program, scratch);
        places.Begin();
        var rest = utf8;
        while (!places.IsFound && !places.Waiting.IsEmpty && !rest.IsEmpty)
        {
            Rune.DecodeFromUtf8(rest, out var character, out var length);
            rest = rest[length..];
            places.Take(character.Value);
        }
        var found = places.End(utf8.IsEmpty);
        ArrayPool<int>.Shared.Return(scratch);
        return found;
    }
}
