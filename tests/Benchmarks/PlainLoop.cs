using System.Diagnostics;
using Librdkafka;

namespace Benchmarks;

/// <summary>Produces what is to become of a record; nothing when nothing is.</summary>
delegate void CopyRecord(Producer producer, in Record record);

/// <summary>
/// What one would write on <c>Librdkafka</c> alone to read a topic, produce, and commit every 100 ms.
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="input">The topic to read.</param>
/// <param name="group">Consumer group, and transactional id.</param>
/// <param name="linger">How long produced records wait for company, in milliseconds.</param>
sealed class PlainLoop(IReadOnlyDictionary<string, string> connection, string input, string group, int linger = Producing.Linger)
{
    /// <summary>How often those that produce commit.</summary>
    internal static readonly TimeSpan CommitInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>After so many records the delivery reports are served.</summary>
    const int ServedAfter = 100;

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    /// <summary>Commits positions after everything produced is acknowledged.</summary>
    /// <param name="copy">Produces.</param>
    /// <param name="isOver">Told after each commit how many records it covers; ends the loop.</param>
    internal void AtLeastOnce(CopyRecord copy, Func<int, bool> isOver)
    {
        using var consumer = Subscribe();
        var failures = 0;
        using var producer = Producer.Create(Producing.Settings(connection, linger), new ProducerEvents
        {
            Delivered = report => failures += report.Error == ErrorCode.NoError ? 0 : 1,
        });
        Run(consumer, producer, copy, isOver, () =>
        {
            if (!producer.Flush(Timeout) || failures > 0) throw new TimeoutException("Records were not acknowledged.");
            consumer.Commit(Positions(consumer));
        });
        consumer.Close();
    }

    /// <summary>Commits positions and everything produced in one transaction.</summary>
    /// <inheritdoc cref="AtLeastOnce"/>
    internal void ExactlyOnce(CopyRecord copy, Func<int, bool> isOver)
    {
        using var consumer = Subscribe();
        var settings = Producing.Settings(connection, linger);
        settings["transactional.id"] = group;
        using var producer = Producer.Create(settings);
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        Run(consumer, producer, copy, isOver, () =>
        {
            using var metadata = consumer.GroupMetadata();
            producer.SendOffsetsToTransaction(Positions(consumer), metadata, Timeout);
            producer.CommitTransaction(Timeout);
            producer.BeginTransaction();
        });
        producer.AbortTransaction(Timeout);
        consumer.Close();
    }

    /// <summary>A member of the group that reads committed records from the beginning.</summary>
    internal Consumer Subscribe()
    {
        var consumer = Consumer.Create(new Dictionary<string, string>(connection)
        {
            ["group.id"] = group,
            ["enable.auto.commit"] = "false",
            ["auto.offset.reset"] = "earliest",
            ["isolation.level"] = "read_committed",
        });
        consumer.Subscribe(input);
        return consumer;
    }

    /// <summary>Where the group goes on.</summary>
    internal static IEnumerable<TopicPartitionOffset> Positions(Consumer consumer) =>
        consumer.Position(consumer.Assignment).Where(position => position.Offset >= 0);

    static void Run(Consumer consumer, Producer producer, CopyRecord copy, Func<int, bool> isOver, Action commit)
    {
        var waiting = 0;
        for (var committed = Stopwatch.GetTimestamp(); ;)
        {
            if (consumer.Poll(Slice) is { } message)
            {
                using (message) copy(producer, message.AsRecord());
                if (++waiting % ServedAfter == 0) producer.Poll(TimeSpan.Zero);
            }

            if (waiting == 0 || Stopwatch.GetElapsedTime(committed) < CommitInterval) continue;
            commit();
            committed = Stopwatch.GetTimestamp();
            if (isOver(waiting)) return;
            waiting = 0;
        }
    }
}
