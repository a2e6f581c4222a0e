using System.CommandLine;
using Streams;

namespace Cli;

/// <summary>Which topic a command reads, and which filters it tries there.</summary>
static class FilterTopics
{
    /// <summary>What <c>--topic</c> names, else the only topic that the filters read.</summary>
    /// <exception cref="WrongUseException">They read several.</exception>
    public static string Chosen(ParseResult parsed, IReadOnlyList<Filter> filters)
    {
        if (parsed.GetValue(FilterOptions.Topic) is { } named) return named;
        var topics = filters.Select(filter => filter.Topic).Distinct().ToList();
        return topics.Count == 1
            ? topics[0]
            : throw new WrongUseException($"The filters read several topics: say which with --topic ({string.Join(", ", topics)}).");
    }

    /// <summary>The filters that read the topic; all of them for a topic that none of them reads, such as a copy.</summary>
    public static IReadOnlyList<Filter> Of(string topic, IReadOnlyList<Filter> filters)
    {
        var readers = filters.Where(filter => filter.Topic == topic).ToList();
        return readers.Count > 0 ? readers : filters;
    }

    /// <summary>Reads the topic's newest records as the command line says.</summary>
    /// <exception cref="PlatformException">It does not say how to reach the brokers.</exception>
    public static TopicTail Tail(ParseResult parsed, string topic) => new(
        GivenConnection.Read(parsed.GetValue(KafkaOption.Given)),
        topic,
        TimeSpan.FromSeconds(parsed.GetValue(FilterOptions.Timeout)),
        new Progress(parsed.InvocationConfiguration.Error, TimeProvider.System),
        TimeProvider.System);
}
