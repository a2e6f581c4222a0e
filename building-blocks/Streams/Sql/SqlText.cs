using System.Globalization;
using System.Text;

namespace Streams;

/// <summary>Writes names and literals so that whatever they hold stays a name or a literal (Flink SQL, "Lexical structure").</summary>
static class SqlText
{
    /// <summary>An identifier in backticks; reserved words need no care then.</summary>
    public static string Name(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A character literal: control characters by their number, all else as it is.</summary>
    public static string Literal(string text)
    {
        var quoted = text.Replace("'", "''", StringComparison.Ordinal);
        if (!text.Any(char.IsControl)) return $"'{quoted}'";
        var escaped = new StringBuilder("U&'");
        foreach (var unit in quoted)
        {
            if (unit == '\\') escaped.Append(@"\\");
            else if (char.IsControl(unit)) escaped.Append('\\').Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
            else escaped.Append(unit);
        }
        return escaped.Append('\'').ToString();
    }

    /// <summary>A text as bytes.</summary>
    public static string Bytes(string text) => $"ENCODE({Literal(text)}, 'UTF-8')";

    /// <summary>A comment of one line, whatever the text holds.</summary>
    public static string Comment(string text) => $"-- {new string([.. text.Select(unit => char.IsControl(unit) ? ' ' : unit)])}";
}
