using Npgsql;
using Npgsql.Replication;
using NpgsqlTypes;

namespace Capture;

/// <summary>One attempt to capture a database: from connecting to the first failure of PostgreSQL or Kafka, or to the stop. Every session
/// starts from what the slot and Kafka remember, so the one after a crash is like any other.</summary>
sealed class CaptureSession(CapturedDatabase database, CaptureOptions options, RecordSinks sinks, DatabaseStatus status, ILogger logger,
    TimeProvider time)
{
    readonly Intake _intake = new(options.MaxBatchBytes, options.MaxBatchRecords);
    readonly OversizedRows _oversized = new(database, options, logger);

    // Two encoders would differ in nothing: the table is read before the log.
    readonly RowEncoder _encoder = new();

    /// <summary>Whether the table's rows were sent.</summary>
    public bool HasRepublished { get; private set; }

    /// <summary>Returns when stopped; everything else that ends a session is an exception.</summary>
    /// <param name="mayRepublish">False when this process has sent the table's rows before.</param>
    /// <param name="stopping">Stops after what is on its way has arrived and was confirmed.</param>
    public async Task Run(bool mayRepublish, CancellationToken stopping)
    {
        status.Waiting("Connecting to PostgreSQL.");
        await using var source = await SourceDatabase.Open(database, stopping);
        await Preflight.Check(source, database, stopping);
        await using var replication = await OpenReplication(stopping);
        var system = await replication.IdentifySystem(stopping);
        var identity = new SourceIdentity(system.SystemId, system.Timeline);
        status.Waiting("Connecting to Kafka.");
        var cluster = await sinks.Connect(stopping);
        var sender = new Sender($"capture {database.Name}", _intake, token => sinks.Open(cluster, database, identity, token));
        try
        {
            status.Waiting("Waiting until Kafka has decided an earlier capture's last transaction, and reading the position.");
            var sink = await sender.Start();
            var past = await Resume(source, sink.Stored, identity, stopping);
            if (mayRepublish && IsRepublishDue(sink.Stored)) past = await Republish(source, past, sender, stopping);
            else if (sink.Stored?.Identity != identity) _intake.Commit(past.Position.Lsn, mustRecord: true);
            await Stream(source, replication, sender, sink, past, stopping);
        }
        finally
        {
            await sender.Stop();
        }
    }

    async Task<LogicalReplicationConnection> OpenReplication(CancellationToken cancellationToken)
    {
        const int readBufferBytes = 64 * 1024;
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            ApplicationName = $"capture {database.Name}",
            ReadBufferSize = readBufferBytes,
        };
        var replication = new LogicalReplicationConnection(settings.ConnectionString)
        {
            WalReceiverTimeout = CaptureOptions.ServerTimeout,
            WalReceiverStatusInterval = CaptureOptions.ConfirmInterval,
        };
        try
        {
            await replication.Open(cancellationToken);
            return replication;
        }
        catch
        {
            await replication.DisposeAsync();
            throw;
        }
    }

    async Task<ReadPast> Resume(SourceDatabase source, StoredPosition? stored, SourceIdentity identity, CancellationToken cancellationToken)
    {
        var slot = await source.ReadSlot(cancellationToken)
            ?? throw new CaptureException($"Replication slot '{database.Slot}' was dropped just now: run the producer's 'migrate'.");
        status.Slot(slot);
        var fromSlot = new ReadPast(new CapturePosition(slot.ConfirmedLsn), null);
        if (stored is null) return fromSlot;
        if (stored.Identity == identity)
            return new ReadPast(stored.Position with { Lsn = Math.Max(stored.Position.Lsn, slot.ConfirmedLsn) }, stored.Snapshot);
        // Another server's, or another timeline's, positions must skip nothing: what they point at may be other events.
        logger.OtherSystem(database.Name, stored.Identity.ToString(), identity.ToString());
        return fromSlot;
    }

    bool IsRepublishDue(StoredPosition? stored) =>
        options.Republish == Capture.Republish.Once || (options.Republish == Capture.Republish.WhenForgotten && stored is null);

    async Task<ReadPast> Republish(SourceDatabase source, ReadPast past, Sender sender, CancellationToken stopping)
    {
        logger.Republishing(database.Name);
        status.Waiting("Sending the rows that the table holds.");
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var table = new TableReader(source, _intake, _encoder, _oversized, time);
        var run = table.Run(reading.Token);
        if (await Task.WhenAny(run, sender.Ended) != run)
        {
            await reading.CancelAsync();
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await sender.Ended;
        }
        var snapshot = await run;
        _intake.Commit(past.Position.Lsn, snapshot, mustRecord: true);
        HasRepublished = true;
        logger.Republished(database.Name, table.Sent);
        return past with { Snapshot = snapshot };
    }

    async Task Stream(SourceDatabase source, LogicalReplicationConnection replication, Sender sender, IRecordSink sink, ReadPast past,
        CancellationToken stopping)
    {
        using var reading = new CancellationTokenSource();
        var reader = new OutboxReader(replication, database, _intake, _encoder, _oversized, past, time).Run(reading.Token);
        var confirmation = new Confirmation(database, options, replication, source, sink, status, logger, time);
        try
        {
            logger.Streaming(database.Name, database.Slot, new NpgsqlLogSequenceNumber(past.Position.Lsn).ToString());
            status.Started(() => (_intake.Bytes + sink.OutstandingBytes, _intake.Records));
            while (!stopping.IsCancellationRequested)
            {
                var tick = Task.Delay(CaptureOptions.ConfirmInterval, time, stopping);
                var ended = await Task.WhenAny(reader, sender.Ended, tick);
                if (ended == sender.Ended) await sender.Ended;
                if (ended == reader) throw await Ending(reader);
                if (!stopping.IsCancellationRequested) await confirmation.Tick(stopping);
            }
            // The reader must still run: its connection carries the confirmation.
            await sender.Stop();
            await confirmation.Send(CancellationToken.None);
        }
        finally
        {
            await reading.CancelAsync();
            await reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    static async Task<Exception> Ending(Task reader)
    {
        try
        {
            await reader;
            return new CaptureException("PostgreSQL ended the stream: is it stopping?");
        }
        catch (NpgsqlException exception) when (exception is not PostgresException)
        {
            // The client's own words for a server that stops are of no help.
            return new CaptureException($"The connection to PostgreSQL ended: is it stopping? ({exception.Message})");
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
