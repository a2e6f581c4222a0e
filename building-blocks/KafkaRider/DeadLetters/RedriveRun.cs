using Librdkafka;

namespace KafkaRider;

/// <summary>One execution of a redrive. Blocks: for a thread of its own.</summary>
internal sealed class RedriveRun : IDisposable
{
    readonly RedrivePlace place;
    readonly RedriveOptions options;
    readonly CancellationToken cancellationToken;
    readonly RedriveTally tally;
    RedriveProducer producer;

    internal RedriveRun(RedrivePlace place, RedriveOptions options, CancellationToken cancellationToken)
    {
        this.place = place;
        this.options = options;
        this.cancellationToken = cancellationToken;
        producer = NewProducer();
        tally = new RedriveTally(options, place.Topics, place.ReadMarks(options.MarksTopic, cancellationToken));
    }

    internal RedriveCounts Copy(IProgress<RedriveCounts>? progress)
    {
        using var scan = place.Scan(options.Filter);
        producer.Forget(tally.Marks.Before(scan.Low.ToDictionary(low => low.Key.Partition, low => low.Value)));
        var pace = new RedrivePace(options.RecordsPerSecond, place.Time);
        while (NextBatch(scan, pace.BatchSize) is { Count: > 0 } batch)
        {
            Commit(batch);
            progress?.Report(tally.Counts);
            cancellationToken.WaitHandle.WaitOne(pace.WaitAfter(batch.Count));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return tally.Counts;
    }

    public void Dispose() => producer.Dispose();

    List<(DeadLetter Letter, string Topic)> NextBatch(TopicScan scan, int size)
    {
        List<(DeadLetter, string)> batch = [];
        var bytes = 0;
        while (batch.Count < size && bytes < DeadLetterLimits.MaxPageBytes
            && DeadLetterReader.Next(scan, options.Filter, cancellationToken) is { } letter)
        {
            if (tally.Decide(letter) is not { } target) continue;
            batch.Add((letter, target));
            bytes += letter.Bytes;
        }

        return batch;
    }

    /// <summary>
    /// What a topic can never accept is found by halves, since a broker refuses all of the batch that it came in, and is left out.
    /// </summary>
    void Commit(List<(DeadLetter Letter, string Topic)> batch)
    {
        try
        {
            producer.Commit(batch, place.Topics);
            foreach (var (letter, topic) in batch) tally.Copied(letter, topic);
        }
        catch (KafkaException failure) when (RedriveProducer.IsForEver(failure.Code))
        {
            producer.Dispose();
            producer = NewProducer();

            // A new producer also ends a redrive that had taken over from this one: what that one copied must not be copied again.
            tally.Marks = place.ReadMarks(options.MarksTopic, cancellationToken);
            if (batch.Count == 1) tally.Refused();
            else foreach (var half in batch.Chunk((batch.Count + 1) / 2)) Commit(tally.Unmarked(half));
        }
    }

    /// <summary>From then on no earlier redrive of the topic can commit anything, so the marks that are read next are complete.</summary>
    RedriveProducer NewProducer()
    {
        var made = new RedriveProducer(place.Connection, place.DeadLetterTopic, options.MarksTopic, place.Time);
        try
        {
            made.Begin();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }
}
