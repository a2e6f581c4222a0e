using System.Text;
using Librdkafka;

namespace Capture;

/// <summary>At-least-once, on the embedded broker, which has no transactions: a database transaction is confirmed once each of its records
/// is acknowledged; what was not confirmed before a crash is sent again. Holds back while the reader of the topic is behind, because this
/// broker drops old records.</summary>
sealed class AcknowledgedSink : IRecordSink
{
    const int PositionPartition = 0;

    // The opaque value of a record: its transaction's number and, in the low bits, its size (a record has at most 2 MiB).
    const int SizeBits = 22;
    const int SizeMask = (1 << SizeBits) - 1;

    // The number of position records, which belong to no transaction.
    const nint NoTransaction = -1;

    static readonly TimeSpan HoldBackWait = TimeSpan.FromMilliseconds(10);

    readonly SinkContext _context;
    readonly UnreadGate _gate;
    readonly Producer _producer;
    readonly AckTracker _tracker = new();
    ErrorCode _failure;
    long _outstandingBytes;
    string? _holdingBack;

    public AcknowledgedSink(SinkContext context, UnreadGate gate, CancellationToken cancellationToken)
    {
        (_context, _gate) = (context, gate);
        Stored = new PositionReader(context.Connection, context.Options.PositionTopic).Read(context.Database, cancellationToken);
        _producer = Producer.Create(ProducerSettings.Acknowledged(context.Connection), context.Events with { Delivered = Delivered });
    }

    public StoredPosition? Stored { get; }

    public ulong Confirmed => _tracker.Confirmed;

    public bool HasOutstanding => _tracker.Outstanding > 0;

    public long OutstandingBytes => Interlocked.Read(ref _outstandingBytes);

    public string? HoldingBack => Volatile.Read(ref _holdingBack);

    // The client gathers records itself.
    public TimeSpan Pause => TimeSpan.Zero;

    public void Send(ChangeBatch batch, CancellationToken stopping)
    {
        for (var index = 0; index < batch.Count && !stopping.IsCancellationRequested; index++)
        {
            var change = batch[index];
            if (change.IsCommit) _tracker.Close(change.EndLsn);
            else if (HasRoom(change.KeyLength + change.ValueLength, stopping)) SendRecord(batch.Key(change), batch.Value(change));
        }
        if (batch.MustRecord) SendPosition(batch);
        Serve();
    }

    public void Serve()
    {
        _producer.Poll(TimeSpan.Zero);
        if (_failure != ErrorCode.NoError) throw new KafkaException(_failure, $"Producing to {_context.Options.Topic}");
    }

    public void Drain(TimeSpan timeout) => _producer.Flush(timeout);

    public void Dispose() => _producer.Dispose();

    bool HasRoom(int bytes, CancellationToken stopping)
    {
        while (!_gate.TryReserve(bytes, out var reason))
        {
            Volatile.Write(ref _holdingBack, reason);
            if (stopping.IsCancellationRequested) return false;
            _producer.Poll(HoldBackWait);
        }
        Volatile.Write(ref _holdingBack, null);
        return true;
    }

    void SendRecord(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var size = key.Length + value.Length;
        var opaque = (nint)(_tracker.Send() << SizeBits | (long)size);
        Interlocked.Add(ref _outstandingBytes, size);
        _producer.ProduceOrWait(_context.Options.Topic, Producer.AnyPartition, key, value, opaque);
        CaptureMetrics.Sent(_context.Database.Name, 1, size);
    }

    // Only says that this broker has had the database's events: where to go on is the slot's to say.
    void SendPosition(ChangeBatch batch)
    {
        var position = new StoredPosition(batch.After, batch.Snapshot, _context.Identity).Forget();
        _producer.ProduceOrWait(_context.Options.PositionTopic, PositionPartition, Encoding.UTF8.GetBytes(_context.Database.Name),
            position.ToJson(_context.Database.Slot), NoTransaction);
    }

    void Delivered(DeliveryReport report)
    {
        if (report.Error != ErrorCode.NoError && _failure == ErrorCode.NoError) _failure = report.Error;
        if (report.Opaque == NoTransaction) return;
        var size = (int)(report.Opaque & SizeMask);
        Interlocked.Add(ref _outstandingBytes, -size);
        _gate.Delivered(report.Partition, report.Offset, size, report.Error == ErrorCode.NoError);
        // A failed record stays outstanding for ever, so that nothing behind it is confirmed; the session ends.
        if (report.Error == ErrorCode.NoError) _tracker.Acknowledge(report.Opaque >> SizeBits);
    }
}
