using Librdkafka;

namespace KafkaRider;

/// <summary>
/// Lists and reads the dead letters of one topic, as its retention kept them. Joins no group and changes nothing; a reading is bounded by
/// the end that the topic had when it began. May be used by several threads: each call has a client of its own.
/// </summary>
/// <param name="connection">How to reach the cluster, by librdkafka's names.</param>
/// <param name="topic">The dead-letter topic.</param>
/// <param name="time">The clock; the system's when null.</param>
public sealed class DeadLetterReader(IReadOnlyDictionary<string, string> connection, string topic, TimeProvider? time = null)
{
    readonly TimeProvider clock = time ?? TimeProvider.System;

    /// <summary>A page of the dead letters that fit, by partition and offset.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="limit">Most of them, at most <see cref="DeadLetterLimits.MaxPageLetters"/>; large ones end a page sooner
    /// (<see cref="DeadLetterLimits.MaxPageBytes"/>).</param>
    /// <param name="from">Where to begin, inclusive: the last page's <see cref="DeadLetterPage.Next"/>; null for the beginning.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="KafkaException">The topic does not exist, or the brokers do not answer.</exception>
    public async Task<DeadLetterPage> List(
        DeadLetterFilter filter, int limit, DeadLetterId? from = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, DeadLetterLimits.MaxPageLetters);
        using var admin = Admin.Create(connection);
        var partitions = await Partitions(admin, topic, cancellationToken);
        return await Task.Factory.StartNew(
            () => ReadPage(partitions, filter, limit, from, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>One dead letter; null when nothing lies there any more, or never did.</summary>
    /// <exception cref="KafkaException">The topic does not exist, or the brokers do not answer.</exception>
    public async Task<DeadLetter?> Read(DeadLetterId id, CancellationToken cancellationToken = default)
    {
        var page = await List(new DeadLetterFilter { Id = id }, limit: 1, id, cancellationToken);
        return page.Letters.Count > 0 ? page.Letters[0] : null;
    }

    /// <exception cref="KafkaException">There is no such topic, or the cluster cannot describe it at present.</exception>
    internal static async Task<TopicPartition[]> Partitions(Admin admin, string topic, CancellationToken cancellationToken)
    {
        var description = await admin.Topic(topic, cancellationToken);
        var error = description?.Error ?? ErrorCode.UnknownTopicOrPartition;
        if (error != ErrorCode.NoError) throw new KafkaException(error, $"Reading {topic}");
        return [.. description!.Partitions.Select(partition => new TopicPartition(topic, partition.Number))];
    }

    internal static TopicScan Scan(
        IReadOnlyDictionary<string, string> connection,
        IEnumerable<TopicPartition> partitions,
        DeadLetterFilter filter,
        DeadLetterId? from,
        TimeProvider time)
    {
        var wanted = filter.Id is { } id ? partitions.Where(partition => partition.Partition == id.Partition) : partitions;
        return TopicScan.Begin(connection, wanted, filter.Id ?? from, filter.From, time);
    }

    DeadLetterPage ReadPage(
        TopicPartition[] partitions, DeadLetterFilter filter, int limit, DeadLetterId? from, CancellationToken cancellationToken)
    {
        using var scan = Scan(connection, partitions, filter, from, clock);
        List<DeadLetter> letters = [];
        var bytes = 0;
        while (Next(scan, filter, cancellationToken) is { } letter)
        {
            // The one that does not fit any more is the first of the next page.
            if (letters.Count == limit || (letters.Count > 0 && bytes + letter.Bytes > DeadLetterLimits.MaxPageBytes))
                return new DeadLetterPage(letters, letter.Id);
            letters.Add(letter);
            bytes += letter.Bytes;
        }

        return new DeadLetterPage(letters, null);
    }

    /// <summary>The next one that fits; null at the end.</summary>
    internal static DeadLetter? Next(TopicScan scan, DeadLetterFilter filter, CancellationToken cancellationToken)
    {
        while (scan.Next(cancellationToken) is { } message)
        {
            using (message)
            {
                var record = message.AsRecord();
                if (filter.Matches(record)) return DeadLetter.Of(record);
                if (filter.Id is { } id && record.Offset > id.Offset) return null;
            }
        }

        return null;
    }
}
