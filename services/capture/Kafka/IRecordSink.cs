namespace Capture;

/// <summary>Where batches go. Members are used by the sender's thread and may block it. After an
/// exception the sink is of no more use: what was not confirmed is read again from the slot.</summary>
interface IRecordSink : IDisposable
{
    /// <summary>The position that Kafka held when the sink was opened; null: none.</summary>
    StoredPosition? Stored { get; }

    /// <summary>End of the last database transaction that Kafka has, with all before it; 0: none yet. Any thread may read it.</summary>
    ulong Confirmed { get; }

    /// <summary>Whether acknowledgements are due, so that <see cref="Serve"/> has to be called soon.</summary>
    bool HasOutstanding { get; }

    /// <summary>Bytes sent that Kafka has not acknowledged. Any thread may read it.</summary>
    long OutstandingBytes { get; }

    /// <summary>Why records are held back; null: they are not. Any thread may read it.</summary>
    string? HoldingBack { get; }

    /// <summary>How long the next batch had better wait, to gather more; zero or less: not at all.</summary>
    TimeSpan Pause { get; }

    /// <summary>Sends a batch. Its memory is free again when this returns.</summary>
    void Send(ChangeBatch batch, CancellationToken stopping);

    /// <summary>Takes in acknowledgements and errors that have arrived.</summary>
    void Serve();

    /// <summary>Waits until nothing is outstanding, at most for a time.</summary>
    void Drain(TimeSpan timeout);
}
