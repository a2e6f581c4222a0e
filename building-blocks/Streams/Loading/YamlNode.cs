namespace Streams;

enum YamlKind
{
    Scalar,
    List,
    Mapping,
}

/// <summary>One value of a YAML (or JSON) file with its place.</summary>
sealed class YamlNode
{
    public required YamlKind Kind { get; init; }

    public required Place Place { get; init; }

    /// <summary>A scalar's text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Written with quotes, or as a block: a text, whatever it looks like.</summary>
    public bool Quoted { get; init; }

    /// <summary>A list's items.</summary>
    public List<YamlNode> Items { get; } = [];

    /// <summary>A mapping's entries in file order.</summary>
    public List<(YamlNode Key, YamlNode Value)> Entries { get; } = [];

    /// <summary>YAML's core schema: nothing, ~ and null without quotes.</summary>
    public bool IsNull => Kind == YamlKind.Scalar && !Quoted && Text is ("" or "~" or "null" or "Null" or "NULL");

    public string What => Kind switch { YamlKind.List => "a list", YamlKind.Mapping => "a mapping", _ => $"'{Shorten(Text)}'" };

    public static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
