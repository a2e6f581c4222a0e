using System.CommandLine;
using System.Globalization;

namespace Cli;

/// <summary>Options that name a moment: ISO 8601 with an offset (else UTC), or how long ago, such as <c>90s</c>, <c>30m</c>, <c>6h</c>,
/// <c>2d</c>.</summary>
static class MomentOption
{
    public static Option<DateTimeOffset?> Create(string name, string description, TimeProvider time)
    {
        var option = new Option<DateTimeOffset?>(name) { Description = description, HelpName = "TIME" };
        option.CustomParser = result =>
        {
            var text = string.Join(' ', result.Tokens.Select(token => token.Value));
            if (Read(text, time.GetUtcNow()) is { } moment) return moment;
            result.AddError(
                $"{name} must be a time such as 2026-01-31T08:00:00Z, or how long ago, such as 90s, 30m, 6h, 2d; not '{text}'.");
            return null;
        };
        return option;
    }

    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (Ago(text) is { } ago) return now - ago;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
    }

    static TimeSpan? Ago(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(count),
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        };
    }
}
