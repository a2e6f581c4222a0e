namespace Streams;

/// <summary>The rules of names in pipeline files.</summary>
static class Names
{
    public static string? Id(MappingReader reader, string key) => reader.Name(key, PipelineLimits.MaxNameLength,
        letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-',
        "lower-case letters, digits and hyphens", required: true);

    /// <summary>Kafka's rule for topic names.</summary>
    public static string? Topic(MappingReader reader, string key) => reader.Name(key, PipelineLimits.MaxTopicLength,
        letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.',
        "letters, digits, '.', '_' and '-'", required: true);
}
