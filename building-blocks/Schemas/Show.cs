using System.Text.Json;

namespace Schemas;

/// <summary>How a value appears in a message: recognisable, never long.</summary>
internal static class Show
{
    const int MaxLength = 64;

    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"'{Cut(value.GetString()!)}'",
        _ => Cut(value.GetRawText()),
    };

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    public static string Cut(string text) => text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");

    public static string AnyOf(IReadOnlyCollection<string> words) =>
        words.Count == 1 ? words.First() : $"{string.Join(", ", words.SkipLast(1))} or {words.Last()}";
}
