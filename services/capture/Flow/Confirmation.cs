using Npgsql.Replication;
using NpgsqlTypes;

namespace Capture;

/// <summary>Tells the server what Kafka has, so that it can forget it; keeps an idle slot moving; looks after the slot.</summary>
sealed class Confirmation(
    CapturedDatabase database, CaptureOptions options, LogicalReplicationConnection replication, SourceDatabase source, IRecordSink sink,
    DatabaseStatus status, ILogger logger, TimeProvider time)
{
    ulong _sent;
    string _walStatus = "";
    bool _isHeldBack;
    long _lastProgress = time.GetTimestamp();

    /// <summary>Once every <see cref="CaptureOptions.ConfirmInterval"/>.</summary>
    public async Task Tick(CancellationToken cancellationToken)
    {
        await Send(cancellationToken);
        if (time.GetElapsedTime(_lastProgress).TotalSeconds >= options.HeartbeatSeconds)
        {
            _lastProgress = time.GetTimestamp();
            await source.WriteHeartbeat(cancellationToken);
            CaptureMetrics.Heartbeats.Add(1, CaptureMetrics.Database(database.Name));
        }
        if (sink.HoldingBack is { } reason && !_isHeldBack) logger.Throttled(database.Name, reason);
        _isHeldBack = sink.HoldingBack is not null;
        status.HoldsBack(sink.HoldingBack);
        await LookAtSlot(cancellationToken);
    }

    /// <summary>Sends the confirmed position if it has moved. Never the position that was merely received: it may be ahead of
    /// Kafka.</summary>
    public async Task Send(CancellationToken cancellationToken)
    {
        var confirmed = sink.Confirmed;
        if (confirmed <= _sent) return;
        replication.SetReplicationStatus(new NpgsqlLogSequenceNumber(confirmed));
        await replication.SendStatusUpdate(cancellationToken);
        _sent = confirmed;
        _lastProgress = time.GetTimestamp();
        status.Confirmed(confirmed);
    }

    async Task LookAtSlot(CancellationToken cancellationToken)
    {
        if (await source.ReadSlot(cancellationToken) is not { } slot) return;
        status.Slot(slot);
        if (slot.WalStatus is "unreserved" or "lost" && slot.WalStatus != _walStatus)
            logger.SlotInDanger(database.Name, database.Slot, slot.WalStatus, slot.LagBytes);
        _walStatus = slot.WalStatus;
    }
}
