using System.Globalization;
using Librdkafka;

namespace KafkaRider;

/// <summary>A dead letter as it is produced again: key, value and the record's own headers untouched.</summary>
internal static class RedrivenCopy
{
    /// <summary>
    /// The record's own headers, then its first origin and the history of its redrives. What else told of its fault is gone, whoever wrote
    /// it: its attempts start anew.
    /// </summary>
    internal static void WriteHeaders(OutgoingHeaders headers, DeadLetter letter, string deadLetterTopic, DateTimeOffset now)
    {
        headers.Clear();
        foreach (var (name, value) in letter.Headers)
            if (name.Length > 0 && !FaultTrace.IsFaultHeader(name)) headers.Add(name, value);
        if (letter.Origin is { } origin)
        {
            headers.Add(FaultHeaders.OriginTopic, origin.Topic);
            headers.Add(FaultHeaders.OriginPartition, Text(origin.Partition));
            headers.Add(FaultHeaders.OriginOffset, Text(origin.Offset));
            if (letter.OriginTime is { } time) headers.Add(FaultHeaders.OriginTimestamp, Text(time.ToUnixTimeMilliseconds()));
        }

        string[] history = [.. letter.History, Line(letter.Id, deadLetterTopic, now)];
        headers.Add(FaultHeaders.Redriven, string.Join('\n', history));
    }

    /// <summary>Its own partition, where the topic has it, so that retries and redrives of a key stay in one place.</summary>
    internal static int Partition(DeadLetter letter, int partitions) =>
        letter.Origin is { } origin && origin.Partition < partitions ? origin.Partition : Producer.AnyPartition;

    static string Line(DeadLetterId id, string deadLetterTopic, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture, $"{now.ToUnixTimeMilliseconds()} {deadLetterTopic}[{id.Partition}]@{id.Offset}");

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
