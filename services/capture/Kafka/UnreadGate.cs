using Librdkafka;

namespace Capture;

/// <summary>Keeps what the reading group has not read yet below what the embedded broker holds. One for all databases: they share the
/// topic.</summary>
sealed class UnreadGate : IDisposable
{
    // What is assumed of records that were there before, whose sizes nobody knows.
    const int AssumedRecordBytes = 4096;
    static readonly TimeSpan RefreshInterval = TimeSpan.FromMilliseconds(25);

    readonly Lock _lock = new();
    readonly CaptureOptions _options;
    readonly TimeProvider _time;
    readonly Consumer _group;
    readonly TopicPartition[] _partitions;
    readonly UnreadLog _log;
    long _lastRefresh;

    public UnreadGate(IReadOnlyDictionary<string, string> connection, CaptureOptions options, int partitions, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _partitions = [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(options.Topic, partition))];
        _log = new UnreadLog(partitions, options.MaxUnreadBytes);
        // Never joins the group: it only asks for its offsets.
        _group = Consumer.Create(new Dictionary<string, string>(connection)
        {
            ["group.id"] = options.ReadingGroup,
            ["enable.auto.commit"] = "false",
        }, new ConsumerEvents());
        try
        {
            CountWhatIsThere();
        }
        catch
        {
            _group.Dispose();
            throw;
        }
    }

    /// <summary>Reserves room for a record; false: the group has to read first.</summary>
    public bool TryReserve(int bytes, out string? reason)
    {
        reason = null;
        if (_options.MaxUnreadBytes == 0) return true;
        lock (_lock)
        {
            if (_log.TryReserve(bytes)) return true;
            Refresh();
            if (_log.TryReserve(bytes)) return true;
            reason = $"group '{_options.ReadingGroup}' has up to {_log.Largest} bytes of a partition of {_options.Topic} unread, and the "
                + $"embedded broker drops what it cannot hold. Goes on as the group reads "
                + $"(Capture__MaxUnreadBytes is {_options.MaxUnreadBytes}).";
            return false;
        }
    }

    /// <summary>Takes in what became of a record.</summary>
    public void Delivered(int partition, long offset, int bytes, bool isStored)
    {
        if (_options.MaxUnreadBytes == 0) return;
        lock (_lock)
        {
            if (isStored) _log.Delivered(partition, offset, bytes);
            else _log.Failed(bytes);
        }
    }

    public void Dispose() => _group.Dispose();

    void CountWhatIsThere()
    {
        foreach (var committed in _group.Committed(_partitions, CaptureOptions.KafkaTimeout))
        {
            var (low, high) = _group.WatermarkOffsets(committed.TopicPartition, CaptureOptions.KafkaTimeout);
            var unread = high - Math.Max(low, committed.Offset);
            if (unread > 0) _log.Add(committed.Partition, high - 1, (int)Math.Min(unread * AssumedRecordBytes, _options.MaxUnreadBytes));
        }
    }

    void Refresh()
    {
        if (_lastRefresh != 0 && _time.GetElapsedTime(_lastRefresh) < RefreshInterval) return;
        _lastRefresh = _time.GetTimestamp();
        foreach (var committed in _group.Committed(_partitions, CaptureOptions.KafkaTimeout))
            _log.Read(committed.Partition, committed.Offset);
    }
}
