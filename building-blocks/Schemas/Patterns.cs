using System.Text;
using System.Text.RegularExpressions;

namespace Schemas;

/// <summary>Compiles the patterns of schemas, which are ECMA-262, with .NET's linear-time engine.</summary>
/// <remarks>The two differ where <c>\d</c> and <c>\w</c> stop at ASCII, and where <c>$</c> never stands before a last line feed: both are
/// written out. What the engine cannot run in linear time (look-around, back references) is refused when the schema is loaded.</remarks>
internal static class Patterns
{
    static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    public static Regex Compile(string pattern) =>
        new(ToDotNet(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchTimeout);

    static string ToDotNet(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                text.Append(Escape(pattern[++i], inClass));
                continue;
            }

            if (pattern[i] == '[') inClass = true;
            if (pattern[i] == ']') inClass = false;
            text.Append(pattern[i] == '$' && !inClass ? @"\z" : pattern[i].ToString());
        }
        return text.ToString();
    }

    static string Escape(char letter, bool inClass) => (letter, inClass) switch
    {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('w', true) => "A-Za-z0-9_",
        ('w', false) => "[A-Za-z0-9_]",
        _ => $"\\{letter}",
    };
}
