using System.Globalization;
using System.Text;
using KafkaRider;

namespace Cli;

/// <summary>Dead letters for people. What came with a record is shown with its control characters escaped, so that nothing in it can act
/// on a terminal.</summary>
static class LetterText
{
    const int ShownKeyLength = 40;
    const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public const string Heading = "id          died                      reason               attempts  origin, exception, key";

    /// <summary>One line of a list.</summary>
    public static string Line(DeadLetter letter)
    {
        var rest = string.Join("  ", new[] { Origin(letter), Shown(letter.ExceptionType), Key(letter) }.Where(part => part.Length > 0));
        return $"{letter.Id,-10}  {Time(letter.Time)}  {Shown(letter.Reason),-20} {letter.Attempts,8}  {rest}".TrimEnd();
    }

    /// <summary>Everything about one.</summary>
    public static IEnumerable<string> Lines(DeadLetter letter)
    {
        yield return $"id         {letter.Id}";
        yield return $"died       {Time(letter.Time)}";
        if (Origin(letter) is { Length: > 0 } origin) yield return $"origin     {origin}";
        if (letter.OriginTime is { } originTime) yield return $"written    {Time(originTime)}";
        if (letter.Group is not null) yield return $"group      {Shown(letter.Group)}";
        if (letter.Reason is not null) yield return $"reason     {Shown(letter.Reason)}";
        yield return $"attempts   {letter.Attempts}";
        if (letter.ExceptionType is not null) yield return $"exception  {Shown(letter.ExceptionType)}: {Shown(letter.ExceptionMessage)}";
        foreach (var line in letter.ExceptionStack?.Split('\n') ?? []) yield return $"           {Shown(line.TrimEnd())}";
        foreach (var line in letter.History) yield return $"redriven   {Shown(line)}";
        foreach (var (name, value) in OwnHeaders(letter)) yield return $"header     {Shown(name)}: {Body(value)}";
        yield return $"key        {Body(letter.Key)}";
        yield return letter.IsStub ? "value      (too large to be kept: only its hash is left)" : $"value      {Body(letter.Value)}";
    }

    /// <summary>For machines: without the bodies unless asked for.</summary>
    public static object Json(DeadLetter letter, bool withBody) => new
    {
        id = letter.Id.ToString(),
        died = letter.Time,
        originTopic = letter.OriginTopic,
        originPartition = letter.Origin?.Partition,
        originOffset = letter.Origin?.Offset,
        originTime = letter.OriginTime,
        group = letter.Group,
        reason = letter.Reason,
        attempts = letter.Attempts,
        exceptionType = letter.ExceptionType,
        exceptionMessage = letter.ExceptionMessage,
        history = letter.History,
        isStub = letter.IsStub,
        key = TextOf(letter.Key),
        keyBase64 = letter.Key,
        value = withBody ? TextOf(letter.Value) : null,
        valueBase64 = withBody ? letter.Value : null,
        headers = withBody ? letter.Headers.Select(header => new { name = header.Key, value = TextOf(header.Value) }) : null,
    };

    static IEnumerable<KeyValuePair<string, byte[]?>> OwnHeaders(DeadLetter letter) =>
        letter.Headers.Where(header => !header.Key.StartsWith(FaultHeaders.Prefix, StringComparison.Ordinal));

    static string Key(DeadLetter letter)
    {
        if (letter.Key is null) return "";
        var text = Body(letter.Key);
        return text.Length <= ShownKeyLength ? text : $"{text[..ShownKeyLength]}…";
    }

    static string Origin(DeadLetter letter) => Shown(letter.Origin?.ToString() ?? letter.OriginTopic);

    static string Body(byte[]? bytes) => bytes is null
        ? "(null)"
        : TextOf(bytes) is { } text ? Shown(text) : $"(no text, base64) {Convert.ToBase64String(bytes)}";

    static string Shown(string? text) => text is null ? "" : ShownText.Of(text);

    /// <summary>Null where the bytes are no text.</summary>
    static string? TextOf(byte[]? bytes)
    {
        if (bytes is null) return null;
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
