using System.Globalization;

namespace Streams;

/// <summary>
/// Reads the keys of one mapping, reporting each mistake: unknown and duplicate keys at once, missing keys and wrong values as they are
/// asked for. Readers go on after a mistake, with null, so that one run shows all of them.
/// </summary>
sealed class MappingReader
{
    const int MostDurationDigits = 9;

    readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    readonly ProblemList problems;
    readonly string what;

    /// <param name="node">The mapping.</param>
    /// <param name="what">What it describes, for messages: "filter".</param>
    /// <param name="keys">Every key the language has here.</param>
    /// <param name="problems">Where mistakes go.</param>
    public MappingReader(YamlNode node, string what, IReadOnlyList<string> keys, ProblemList problems)
    {
        this.problems = problems;
        this.what = what;
        Place = node.Place;
        foreach (var (key, value) in node.Entries)
        {
            if (key.Kind != YamlKind.Scalar || !keys.Contains(key.Text))
                problems.Error(ProblemCodes.UnknownKey, key.Place, $"unknown key {key.What} in a {what}" +
                    $"{NearestName.Suggest(key.Text, keys)} (keys: {string.Join(", ", keys)})");
            else if (!values.TryAdd(key.Text, value))
                problems.Error(ProblemCodes.DuplicateKey, key.Place, $"'{key.Text}' appears twice in one {what}: keep one");
        }
    }

    public Place Place { get; }

    public bool Has(string key) => values.ContainsKey(key);

    public Place PlaceOf(string key) => values.TryGetValue(key, out var node) ? node.Place : Place;

    /// <summary>The value of a key, whatever it is; null when absent.</summary>
    public YamlNode? Node(string key) => values.GetValueOrDefault(key);

    public YamlNode? Required(string key)
    {
        if (values.TryGetValue(key, out var node)) return node;
        problems.Error(ProblemCodes.MissingKey, Place, $"a {what} needs '{key}'");
        return null;
    }

    /// <summary>A text of at least one and at most so many characters.</summary>
    public string? Text(string key, int maxLength, bool required = false)
    {
        if ((required ? Required(key) : Node(key)) is not { } node) return null;
        if (node.Kind != YamlKind.Scalar || node.IsNull)
            return Wrong(ProblemCodes.WrongKind, node, $"'{key}' of a {what} must be a text, not {(node.IsNull ? "empty" : node.What)}");
        if (node.Text.Length == 0)
            return Wrong(ProblemCodes.WrongValue, node, $"'{key}' of a {what} must not be empty");
        if (node.Text.Length > maxLength)
            return Wrong(ProblemCodes.TooMuch, node, $"'{key}' of a {what} has {node.Text.Length} characters; at most {maxLength}");
        return node.Text;
    }

    /// <summary>A text made only of some characters.</summary>
    public string? Name(string key, int maxLength, Func<char, bool> allowed, string rule, bool required = false)
    {
        if (Text(key, maxLength, required) is not { } text) return null;
        if (text.All(allowed)) return text;
        return Wrong(ProblemCodes.WrongValue, values[key], $"'{key}' of a {what} is '{YamlNode.Shorten(text)}'; it may hold {rule}");
    }

    public bool? Boolean(string key, bool required = false)
    {
        if ((required ? Required(key) : Node(key)) is not { } node) return null;
        if (node is { Kind: YamlKind.Scalar, Quoted: false, Text: "true" or "false" }) return node.Text == "true";
        Wrong(ProblemCodes.WrongValue, node, $"'{key}' of a {what} must be true or false (without quotes), not {node.What}");
        return null;
    }

    /// <summary>A whole number of at least 1.</summary>
    public int? Count(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is { Kind: YamlKind.Scalar, Quoted: false }
            && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1) return number;
        Wrong(ProblemCodes.WrongValue, node, $"'{key}' of a {what} must be a whole number of at least 1, not {node.What}");
        return null;
    }

    /// <summary>A duration: a whole number and its unit, ms, s, m, h or d.</summary>
    public TimeSpan? Duration(string key, TimeSpan shortest, TimeSpan longest)
    {
        if (Text(key, PipelineLimits.MaxNameLength) is not { } text) return null;
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        double? unit = text[digits..] switch
        {
            "ms" => 1,
            "s" => TimeSpan.MillisecondsPerSecond,
            "m" => TimeSpan.MillisecondsPerMinute,
            "h" => TimeSpan.MillisecondsPerHour,
            "d" => TimeSpan.MillisecondsPerDay,
            _ => null,
        };
        if (unit is null || digits is 0 or > MostDurationDigits)
        {
            Wrong(ProblemCodes.WrongValue, values[key], $"'{key}' of a {what} is '{YamlNode.Shorten(text)}'; write it like 500ms, 5s, 10m, "
                + "24h or 7d");
            return null;
        }
        var duration = TimeSpan.FromMilliseconds(unit.Value * int.Parse(text[..digits], CultureInfo.InvariantCulture));
        if (duration >= shortest && duration <= longest) return duration;
        Wrong(ProblemCodes.WrongValue, values[key], $"'{key}' of a {what} is {text}; it may be from {shortest} to {longest}");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> choices, string code, bool required = false) where T : struct
    {
        if (Text(key, PipelineLimits.MaxNameLength, required) is not { } text) return null;
        if (choices.TryGetValue(text, out var choice)) return choice;
        Wrong(code, values[key], $"'{key}' of a {what} is '{text}'{NearestName.Suggest(text, choices.Keys)} " +
            $"(one of: {string.Join(", ", choices.Keys)})");
        return null;
    }

    string? Wrong(string code, YamlNode node, string message)
    {
        problems.Error(code, node.Place, message);
        return null;
    }
}
