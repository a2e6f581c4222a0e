using System.Text;
using Librdkafka;

namespace Capture;

/// <summary>Exactly-once, on real Kafka: the records of a batch and the position behind them are one Kafka transaction, so what the
/// position says and what the topic holds never differ. A newer capture of the same database fences an older one. After any failure the
/// outcome of the last transaction does not matter: the next sink waits until it is decided, and reads the position.</summary>
sealed class TransactionalSink : IRecordSink
{
    const int PositionPartition = 0;
    static readonly TimeSpan CallTime = TimeSpan.FromSeconds(1);

    readonly SinkContext _context;
    readonly Producer _producer;
    readonly byte[] _positionKey;
    TableSnapshot? _snapshot;
    ulong _confirmed;
    long _lastCommit;

    public TransactionalSink(SinkContext context, CancellationToken cancellationToken)
    {
        _context = context;
        _positionKey = Encoding.UTF8.GetBytes(context.Database.Name);
        // Nobody reads the reports, but their arrival wakes the flush inside a commit, which else looks only every 10 ms.
        _producer = Producer.Create(ProducerSettings.Transactional(context.Connection, context.Database),
            context.Events with { Delivered = _ => { } });
        try
        {
            Again(() => _producer.InitTransactions(CallTime), cancellationToken);
            Stored = new PositionReader(context.Connection, context.Options.PositionTopic).Read(context.Database, cancellationToken);
            if (Stored?.Identity == context.Identity) _snapshot = Stored.Snapshot;
        }
        catch
        {
            _producer.Dispose();
            throw;
        }
    }

    public StoredPosition? Stored { get; }

    public ulong Confirmed => Volatile.Read(ref _confirmed);

    public bool HasOutstanding => false;

    public long OutstandingBytes => 0;

    public string? HoldingBack => null;

    // A transaction that begins right behind another finds the coordinator still writing markers, and is told to come back later, which
    // costs more than this wait.
    public TimeSpan Pause =>
        TimeSpan.FromMilliseconds(_context.Options.CommitIntervalMilliseconds) - _context.Time.GetElapsedTime(_lastCommit);

    public void Send(ChangeBatch batch, CancellationToken stopping)
    {
        if (batch.Records > 0 || batch.MustRecord) Transact(batch);
        if (batch.After.Lsn > 0) Volatile.Write(ref _confirmed, batch.After.Lsn);
    }

    public void Serve() => _producer.Poll(TimeSpan.Zero);

    public void Drain(TimeSpan timeout)
    {
    }

    public void Dispose() => _producer.Dispose();

    void Transact(ChangeBatch batch)
    {
        var start = _context.Time.GetTimestamp();
        _producer.BeginTransaction();
        for (var index = 0; index < batch.Count; index++)
        {
            var change = batch[index];
            if (change.IsCommit) continue;
            _producer.ProduceOrWait(_context.Options.Topic, Producer.AnyPartition, batch.Key(change), batch.Value(change));
        }
        _snapshot = batch.Snapshot ?? _snapshot;
        // The first parts of the table's rows have no position: until all are sent, there is nothing to go on from.
        if (batch.After.Lsn > 0)
        {
            var position = new StoredPosition(batch.After, _snapshot, _context.Identity).Forget();
            _snapshot = position.Snapshot;
            _producer.ProduceOrWait(_context.Options.PositionTopic, PositionPartition, _positionKey,
                position.ToJson(_context.Database.Slot));
        }
        // A transaction that was flushed must be decided, also while stopping.
        Again(() => _producer.CommitTransaction(CallTime), CancellationToken.None);
        _lastCommit = _context.Time.GetTimestamp();
        CaptureMetrics.Sent(_context.Database.Name, batch.Records, batch.Bytes);
        CaptureMetrics.Commits.Add(1, CaptureMetrics.Database(_context.Database.Name));
        CaptureMetrics.CommitDuration.Record(_context.Time.GetElapsedTime(start).TotalMilliseconds,
            CaptureMetrics.Database(_context.Database.Name));
    }

    // Initialising and committing may be called again after a time-out, and go on where they were.
    void Again(Action call, CancellationToken cancellationToken)
    {
        var start = _context.Time.GetTimestamp();
        while (true)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaException exception)
                when (exception.IsRetriable && _context.Time.GetElapsedTime(start) < CaptureOptions.KafkaTimeout)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
