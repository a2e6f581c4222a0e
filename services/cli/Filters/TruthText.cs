using Streams;

namespace Cli;

/// <summary>The truth of a filter's conditions for one event, as an indented tree and as JSON.</summary>
static class TruthText
{
    const int ShownText = 80;
    const int Indent = 2;

    public static string Name(Truth truth) => truth.ToString().ToLowerInvariant();

    /// <summary>One line a condition: what it is, the condition, what it read.</summary>
    public static IEnumerable<string> Lines(TruthNode tree) => Lines(tree, depth: 0);

    public static object Json(TruthNode node) => new
    {
        condition = node.Text,
        truth = Name(node.Truth),
        reads = node.Reads?.Select(read => new { text = read.Text, type = ConditionText.Name(read.Type), cast = read.Cast }),
        parts = node.Parts.Select(Json),
    };

    static IEnumerable<string> Lines(TruthNode node, int depth)
    {
        var read = node.Reads is null ? "" : $"   read {Read(node.Reads)}";
        yield return $"{Name(node.Truth),-8} {new string(' ', Indent * depth)}{Cli.ShownText.Of(node.Text)}{read}";
        foreach (var line in node.Parts.SelectMany(part => Lines(part, depth + 1))) yield return line;
    }

    static string Read(IReadOnlyList<ReadText> reads) => reads.Count == 0 ? "nothing: no entity" : string.Join("; ", reads.Select(Read));

    static string Read(ReadText read)
    {
        if (read.Text is null) return "nothing: absent, null, an object or an array";
        var text = $"'{Cli.ShownText.Of(read.Text, ShownText)}'";
        if (read.Type == ScalarType.String) return text;
        var type = ConditionText.Name(read.Type);
        return read.Cast is null ? $"{text}, which is no {type}" : $"{text}, as {type} {read.Cast}";
    }
}
