using System.Text.Json;

namespace Contracts;

/// <summary>Compares JSON texts as PostgreSQL's <c>jsonb</c> compares them.</summary>
/// <remarks>
/// The order of keys and white space do not count; of a repeated key the last one counts; numbers are equal when their values are
/// (<c>2e2</c> = <c>200</c>, <c>1.0</c> = <c>1.00</c>); strings are equal when their characters are, however they are escaped.
/// </remarks>
public static class JsonbText
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = Limits.MaxJsonDepth };

    /// <summary>Whether two texts are one value to jsonb.</summary>
    /// <param name="left">UTF-8 JSON that <see cref="JsonbRules.Check"/> accepts.</param>
    /// <param name="right">UTF-8 JSON that <see cref="JsonbRules.Check"/> accepts.</param>
    /// <exception cref="JsonException">A text is not JSON, or is nested deeper than <see cref="Limits.MaxJsonDepth"/>.</exception>
    /// <exception cref="InvalidOperationException">A text holds a lone surrogate.</exception>
    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        AreEqual(JsonElement.Parse(left, Options), JsonElement.Parse(right, Options));

    /// <summary>Whether two values are one value to jsonb.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool AreEqual(JsonElement left, JsonElement right)
    {
        if (left.ValueKind != right.ValueKind) return false;
        return left.ValueKind switch
        {
            JsonValueKind.Object => AreEqualObjects(left, right),
            JsonValueKind.Array => AreEqualArrays(left, right),
            JsonValueKind.String => left.GetString() == right.GetString(),
            _ => JsonElement.DeepEquals(left, right),
        };
    }

    static bool AreEqualArrays(JsonElement left, JsonElement right)
    {
        if (left.GetArrayLength() != right.GetArrayLength()) return false;
        foreach (var (one, other) in left.EnumerateArray().Zip(right.EnumerateArray()))
        {
            if (!AreEqual(one, other)) return false;
        }
        return true;
    }

    static bool AreEqualObjects(JsonElement left, JsonElement right)
    {
        var ours = Properties(left);
        var theirs = Properties(right);
        if (ours.Count != theirs.Count) return false;
        foreach (var (name, value) in ours)
        {
            if (!theirs.TryGetValue(name, out var other) || !AreEqual(value, other)) return false;
        }
        return true;
    }

    static Dictionary<string, JsonElement> Properties(JsonElement json)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject()) properties[property.Name] = property.Value;
        return properties;
    }
}
