using System.Diagnostics;
using Librdkafka;

namespace Benchmarks.RiderCost;

/// <summary>What one would write on <c>Librdkafka</c> alone.</summary>
static class PlainLoops
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan CommitInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a full queue is left to empty itself: in a transaction nothing is reported that would end a poll.</summary>
    static readonly TimeSpan RoomWait = TimeSpan.FromMilliseconds(5);

    /// <summary>Reads key and value of each record and commits its positions every second.</summary>
    internal static Task<Cost> Consume(CaseContext context)
    {
        using var consumer = Consumer(context);
        var window = new Window();
        var sum = 0L;
        for (var committed = Stopwatch.GetTimestamp(); !window.IsOver;)
        {
            using (var message = Next(consumer))
            {
                var record = message.AsRecord();
                sum += record.Offset + record.Key.Length + record.Value[^1];
            }

            window.Add(1);
            if (Stopwatch.GetElapsedTime(committed) < CommitInterval) continue;
            consumer.Commit(Positions(consumer));
            committed = Stopwatch.GetTimestamp();
        }

        GC.KeepAlive(sum);
        consumer.Close();
        return window.Cost;
    }

    /// <summary>Copies records; positions are committed every 100 ms, after everything produced is acknowledged.</summary>
    internal static Task<Cost> ForwardAtLeastOnce(CaseContext context)
    {
        using var consumer = Consumer(context);
        var failures = 0;
        using var producer = Producer.Create(CaseContext.ForProducing(context.Settings), new ProducerEvents
        {
            Delivered = report => failures += report.Error == ErrorCode.NoError ? 0 : 1,
        });
        var cost = Forward(context, consumer, producer, () =>
        {
            if (!producer.Flush(Timeout) || failures > 0) throw new TimeoutException("Records were not acknowledged.");
            consumer.Commit(Positions(consumer));
        });
        consumer.Close();
        return cost;
    }

    /// <summary>Copies records in transactions of 100 ms.</summary>
    internal static Task<Cost> ForwardExactlyOnce(CaseContext context)
    {
        using var consumer = Consumer(context);
        var settings = CaseContext.ForProducing(context.Settings);
        settings["transactional.id"] = context.Group;
        using var producer = Producer.Create(settings);
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        var cost = Forward(context, consumer, producer, () =>
        {
            using var group = consumer.GroupMetadata();
            producer.SendOffsetsToTransaction(Positions(consumer), group, Timeout);
            producer.CommitTransaction(Timeout);
            producer.BeginTransaction();
        });
        producer.AbortTransaction(Timeout);
        consumer.Close();
        return cost;
    }

    static Task<Cost> Forward(CaseContext context, Consumer consumer, Producer producer, Action commit)
    {
        var window = new Window();
        var waiting = 0;
        for (var committed = Stopwatch.GetTimestamp(); !window.IsOver;)
        {
            using (var message = Next(consumer))
            {
                var record = message.AsRecord();
                ErrorCode code;
                while ((code = producer.Produce(context.Output, record.Partition, record.Key, record.Value)) == ErrorCode.QueueFull)
                    producer.Poll(RoomWait);
                if (code != ErrorCode.NoError) throw new KafkaException(code, "Producing");
            }

            if (++waiting % 100 == 0) producer.Poll(TimeSpan.Zero);
            if (Stopwatch.GetElapsedTime(committed) < CaseContext.CommitInterval) continue;
            commit();
            committed = Stopwatch.GetTimestamp();
            window.Add(waiting);
            waiting = 0;
        }

        return window.Cost;
    }

    static Consumer Consumer(CaseContext context)
    {
        var consumer = Librdkafka.Consumer.Create(new Dictionary<string, string>(context.Settings)
        {
            ["group.id"] = context.Group,
            ["enable.auto.commit"] = "false",
            ["auto.offset.reset"] = "earliest",
            ["isolation.level"] = "read_committed",
        });
        consumer.Subscribe(context.Input);
        return consumer;
    }

    static IEnumerable<TopicPartitionOffset> Positions(Consumer consumer) =>
        consumer.Position(consumer.Assignment).Where(position => position.Offset >= 0);

    static RecordMessage Next(Consumer consumer)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Timeout)
            if (consumer.Poll(Slice) is { } message) return message;
        throw new TimeoutException("No record came.");
    }
}
