using System.Globalization;

namespace Views;

/// <summary>A delay as the names of retry topics have it: <c>500ms</c>, <c>5s</c>, <c>5m</c>, <c>1h</c>, <c>2d</c>.</summary>
internal static class Delay
{
    static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Null when it is none, or not more than zero.</summary>
    public static TimeSpan? Read(string text)
    {
        var digits = text.TrimEnd([.. "msdh"]);
        foreach (var (suffix, unit) in Units)
        {
            if (text[digits.Length..] != suffix) continue;
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? unit * count : null;
        }
        return null;
    }
}
