using Contracts;
using Librdkafka;

namespace Cli;

/// <summary>Reads raw and routed topics along with the run and counts the records of posted events. It runs from before the first post,
/// because the embedded broker forgets old records.</summary>
sealed class TopicWatch : IAsyncDisposable
{
    static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(15);

    /// <summary>How long the ends of all topics must have been reached before counts are final.</summary>
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    static readonly TimeSpan SettleInterval = TimeSpan.FromMilliseconds(50);

    readonly Consumer _consumer;
    readonly PostedIndex _posted;
    readonly TimeProvider _time;
    readonly Dictionary<string, TopicCounts> _counts;
    readonly HashSet<TopicPartition> _unread;
    readonly CancellationTokenSource _stop = new();
    readonly Task _reading;
    long _lastRecord;
    volatile bool _isAtEnd;
    volatile string? _problem;

    public TopicWatch(IReadOnlyDictionary<string, string> connection, PostedIndex posted, TimeProvider time)
    {
        (_posted, _time, _lastRecord) = (posted, time, time.GetTimestamp());
        string[] topics = [Topics.RawBusinessEvents, .. ViewTable.All.Select(view => view.RoutedTopic)];
        _counts = topics.ToDictionary(topic => topic, topic => new TopicCounts(topic, posted.Events.Count));
        _consumer = Consumer.Create(Settings(connection), new ConsumerEvents { PartitionEnd = ReachedEnd, Error = Failed });
        var starts = topics.SelectMany(Partitions).Select(EndOf).ToList();
        _unread = starts.Select(start => start.TopicPartition).ToHashSet();
        _consumer.Assign(starts);
        _reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    public TopicCounts Raw => _counts[Topics.RawBusinessEvents];

    public IEnumerable<TopicCounts> Routed => _counts.Values.Where(counts => counts != Raw);

    /// <summary>Waits until the ends of all topics were reached and nothing new comes; the counts are final then.</summary>
    /// <exception cref="PlatformException">Records could not be read.</exception>
    public async Task Settle(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (!_isAtEnd || _time.GetElapsedTime(Volatile.Read(ref _lastRecord)) < Settled)
        {
            if (_problem is not null) throw new PlatformException(_problem);
            if (_reading.IsFaulted) await _reading;
            if (_time.GetElapsedTime(started) > patience)
                throw new PlatformException($"The topics were not read to their ends in {patience.TotalSeconds} s.");
            await Task.Delay(SettleInterval, _time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ContinueWith(_ => { }, TaskScheduler.Default);
        _consumer.Dispose();
        _stop.Dispose();
    }

    static Dictionary<string, string> Settings(IReadOnlyDictionary<string, string> connection) =>
        new(AssignedReading.Settings(connection, group: "run-check"))
        {
            // A record that was dropped before it was read must not go unnoticed.
            ["auto.offset.reset"] = "error",
            ["fetch.wait.max.ms"] = "100",
        };

    static IEnumerable<TopicPartition> Partitions(string topic) =>
        Enumerable.Range(0, Topics.EventPartitions).Select(number => new TopicPartition(topic, number));

    TopicPartitionOffset EndOf(TopicPartition partition) =>
        new(partition.Topic, partition.Partition, _consumer.WatermarkOffsets(partition, QueryTimeout).High);

    void Read()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_consumer.Poll(PollTimeout) is not { } message) continue;
            using (message)
            {
                var record = message.AsRecord();
                _unread.Add(new TopicPartition(record.Topic, record.Partition));
                _isAtEnd = false;
                Volatile.Write(ref _lastRecord, _time.GetTimestamp());
                if (EventKey.Id(record.Key) is { } id && _posted.Position(id) is >= 0 and var position) _counts[record.Topic].Add(position);
            }
        }
    }

    void ReachedEnd(TopicPartitionOffset end)
    {
        _unread.Remove(end.TopicPartition);
        _isAtEnd = _unread.Count == 0;
    }

    void Failed(ClientError error)
    {
        if (error.Code == ErrorCode.NoOffsetReset)
            _problem = $"Records were dropped by the broker before the check had read them: {error.Reason}";
    }
}
