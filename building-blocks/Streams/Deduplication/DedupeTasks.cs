using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Contracts;

namespace Streams;

/// <summary>The tasks of a deduplicated topic: each of its partitions keeps the ids it has seen.</summary>
public static class DedupeTasks
{
    /// <summary>Counted up whenever the same file means another state.</summary>
    const int Form = 1;

    /// <summary>The tasks of a source with a <see cref="Source.Dedupe"/>.</summary>
    /// <param name="source">The source.</param>
    /// <param name="application">The consumer group of the service that reads it.</param>
    public static TaskDefinition Of(Source source, string application)
    {
        var (dedupe, store) = (source.Dedupe!, Topics.SeenStore(source.Topic));
        return new TaskDefinition(source.Topic, store, Fingerprint(source, dedupe.By), (state, _) => new SeenIds(state, dedupe.Keep))
        {
            WayOut = $"take the change of what '{source.Topic}' is deduplicated by back, or stop all instances, delete the topic "
                + $"'{Topics.Changelog(application, store)}' and the folders '{store}' of their states, and start: no id was seen then",
        };
    }

    /// <summary>Which texts are ids. How long they are kept may change: each has its time.</summary>
    static string Fingerprint(Source source, Field by) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Form} {source.Topic} {source.Format} {by}"))));
}
