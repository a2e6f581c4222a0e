using System.Globalization;
using System.Text;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// What was redriven: one record of a compacted topic for each dead letter, written in the transaction of its copy. Its key is the dead
/// letter's topic, partition and offset; its value begins with the dead letter's time, so that the marks of a topic that was deleted and
/// made anew do not count.
/// </summary>
/// <remarks>
/// A committed offset would not do, since a redrive may choose by reason and leave others between; reading the topics that the copies went
/// to would cost as much as they hold, for as long as they hold it.
/// </remarks>
internal sealed class RedriveMarks
{
    internal const string DefaultTopic = "dead-letter-redrives";

    readonly Dictionary<DeadLetterId, long> times = [];

    /// <summary>The topic that keeps them.</summary>
    internal static NewTopic Topic(string name) =>
        new(name, Partitions: 1, Settings: new Dictionary<string, string> { ["cleanup.policy"] = "compact" });

    /// <summary>Reads the marks of one dead-letter topic; blocks.</summary>
    internal static RedriveMarks Read(TopicScan scan, string deadLetterTopic, CancellationToken cancellationToken)
    {
        var marks = new RedriveMarks();
        while (scan.Next(cancellationToken) is { } message)
        {
            using (message)
            {
                var record = message.AsRecord();
                if (IdOf(Encoding.UTF8.GetString(record.Key), deadLetterTopic) is not { } id) continue;
                if (record.ValueIsNull) marks.times.Remove(id);
                else marks.times[id] = TimeOf(Encoding.UTF8.GetString(record.Value));
            }
        }

        return marks;
    }

    internal bool Has(DeadLetter letter) =>
        times.TryGetValue(letter.Id, out var time) && time == letter.Time.ToUnixTimeMilliseconds();

    /// <summary>Marks of dead letters that their retention has removed: of no use any more.</summary>
    internal IEnumerable<DeadLetterId> Before(IReadOnlyDictionary<int, long> low) =>
        times.Keys.Where(id => low.TryGetValue(id.Partition, out var oldest) && id.Offset < oldest);

    internal static byte[] Key(string deadLetterTopic, DeadLetterId id) => Encoding.UTF8.GetBytes($"{deadLetterTopic}@{id}");

    internal static byte[] Value(DeadLetter letter, string topic, DateTimeOffset now) => Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture,
            $"{letter.Time.ToUnixTimeMilliseconds()} {now.ToUnixTimeMilliseconds()} {topic}"));

    static DeadLetterId? IdOf(string key, string deadLetterTopic) =>
        key.StartsWith(deadLetterTopic, StringComparison.Ordinal) && key.ElementAtOrDefault(deadLetterTopic.Length) == '@'
            && DeadLetterId.TryParse(key[(deadLetterTopic.Length + 1)..], out var id)
            ? id
            : null;

    static long TimeOf(string value) =>
        long.TryParse(value.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : -1;
}
