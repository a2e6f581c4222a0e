using Librdkafka;

namespace KafkaRider;

/// <summary>Writes copies and their marks, a batch in one transaction. For one thread at a time.</summary>
internal sealed class RedriveProducer : IDisposable
{
    /// <summary>Most calls for the end of one transaction, each of which waits.</summary>
    const int MaxAttempts = 4;

    readonly Producer producer;
    readonly OutgoingHeaders headers = new();
    readonly string deadLetterTopic;
    readonly string marksTopic;
    readonly TimeProvider time;
    KafkaException? refused;

    internal RedriveProducer(
        IReadOnlyDictionary<string, string> connection, string deadLetterTopic, string marksTopic, TimeProvider time)
    {
        this.deadLetterTopic = deadLetterTopic;
        this.marksTopic = marksTopic;
        this.time = time;
        var settings = new Dictionary<string, string>(connection)
        {
            ["transactional.id"] = $"redrive-{deadLetterTopic}",
            ["delivery.report.only.error"] = "true",
        };
        settings.TryAdd("message.max.bytes", ClientSettings.MaxRecordBytes.ToString());
        producer = Producer.Create(settings, new ProducerEvents { Delivered = Delivered });
    }

    /// <summary>Ends what another redrive of this topic has open, and that redrive.</summary>
    internal void Begin() => producer.InitTransactions(DeadLetterLimits.Patience);

    /// <summary>Removes marks.</summary>
    internal void Forget(IEnumerable<DeadLetterId> ids)
    {
        foreach (var batch in ids.Chunk(DeadLetterLimits.MaxRedriveBatch))
            InTransaction(() =>
            {
                foreach (var id in batch) Send(marksTopic, 0, RedriveMarks.Key(deadLetterTopic, id), value: default);
            });
    }

    /// <summary>Copies and marks, all or nothing.</summary>
    /// <exception cref="KafkaException">
    /// Nothing of it was done; or the answer was lost, then the marks tell. After one of <see cref="IsForEver"/> this producer is of no use
    /// any more: librdkafka 2.0 goes on with sequence numbers that the broker has not seen.
    /// </exception>
    internal void Commit(IReadOnlyList<(DeadLetter Letter, string Topic)> batch, IReadOnlyDictionary<string, int> partitions) =>
        InTransaction(() =>
        {
            var now = time.GetUtcNow();
            foreach (var (letter, topic) in batch)
            {
                RedrivenCopy.WriteHeaders(headers, letter, deadLetterTopic, now);
                Send(topic, RedrivenCopy.Partition(letter, partitions[topic]), letter.Key, letter.Value, headers);
                Send(marksTopic, 0, RedriveMarks.Key(deadLetterTopic, letter.Id), RedriveMarks.Value(letter, topic, now));
            }
        });

    /// <summary>The topic will never accept the copy; or another one of the batch that it came in.</summary>
    internal static bool IsForEver(ErrorCode code) =>
        code is ErrorCode.MessageTooLarge or ErrorCode.BatchTooLarge or ErrorCode.InvalidRecord;

    public void Dispose() => producer.Dispose();

    void InTransaction(Action work)
    {
        refused = null;
        producer.BeginTransaction();
        try
        {
            work();
            Retried(() => producer.CommitTransaction(DeadLetterLimits.Patience));
        }
        catch (KafkaException failure) when (!failure.IsFatal)
        {
            Retried(() => producer.AbortTransaction(DeadLetterLimits.Patience));
            throw refused ?? failure;
        }
    }

    static void Retried(Action call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaException failure) when (failure.IsRetriable && attempt < MaxAttempts)
            {
                // The same call goes on where it was.
            }
        }
    }

    void Send(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, OutgoingHeaders? copied = null)
    {
        while (true)
        {
            var code = producer.Produce(topic, partition, key, value, copied);
            if (code == ErrorCode.NoError) return;
            if (code != ErrorCode.QueueFull) throw new KafkaException(code, $"Producing to {topic}");
            producer.Poll(DeadLetterLimits.PollWait);
        }
    }

    void Delivered(DeliveryReport report)
    {
        // The purge of an abort reports what it throws away.
        if (report.Error is not (ErrorCode.NoError or ErrorCode.PurgedInQueue or ErrorCode.PurgedInFlight))
            refused ??= new KafkaException(report.Error, $"Producing to {report.Topic}");
    }
}
