using Librdkafka;

namespace KafkaRider;

/// <summary>
/// What one batch has produced and the broker has not yet acknowledged. Records that are sent and acknowledged are only counted: the lock
/// is taken when the count comes down to nothing, and for what failed.
/// </summary>
internal sealed class Acknowledgements(OutputProducer producer)
{
    readonly Lock gate = new();
    List<(int Copy, ErrorCode Code)> refused = [];
    int slot = -1;
    int outstanding;
    bool ended;
    TaskCompletionSource? settled;

    /// <summary>Why an ordinary record was not delivered; the first of them.</summary>
    internal ErrorCode Failure { get; private set; }

    internal bool IsClean
    {
        get
        {
            lock (gate) return IsNothingOutstanding && refused.Count == 0 && Failure == ErrorCode.NoError;
        }
    }

    internal void Begin()
    {
        lock (gate)
        {
            Failure = ErrorCode.NoError;
            refused.Clear();
            ended = false;
        }
    }

    /// <summary>Sends; NoError means that a delivery report will come.</summary>
    internal ErrorCode Send(
        int copy, string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, OutgoingHeaders headers)
    {
        Interlocked.Increment(ref outstanding);
        var code = producer.Produce(Slot(), copy, topic, partition, key, value, headers);
        if (code != ErrorCode.NoError) Settle();
        return code;
    }

    /// <summary>The client itself refused a dead letter.</summary>
    internal void Refuse(int copy, ErrorCode code)
    {
        lock (gate) refused.Add((copy, code));
    }

    internal void Delivered(int copy, ErrorCode code)
    {
        if (code != ErrorCode.NoError && copy > 0) Refuse(copy, code);
        else if (code != ErrorCode.NoError) Fail(code);
        Settle();
    }

    /// <summary>Ends when every report has come.</summary>
    internal Task Settled(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (IsNothingOutstanding) return Task.CompletedTask;
            settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return settled.Task.WaitAsync(cancellationToken);
        }
    }

    internal List<(int Copy, ErrorCode Code)> TakeRefused()
    {
        lock (gate)
        {
            var taken = refused;
            if (taken.Count > 0) refused = [];
            return taken;
        }
    }

    /// <summary>Nobody waits any more; the slot is free when the last report has come.</summary>
    internal void End()
    {
        lock (gate)
        {
            ended = true;
            if (IsNothingOutstanding) Free();
        }
    }

    bool IsNothingOutstanding => Volatile.Read(ref outstanding) == 0;

    /// <summary>Where reports find this. Freed only while nothing is outstanding, so it stays while a record is being sent.</summary>
    int Slot()
    {
        var mine = Volatile.Read(ref slot);
        if (mine >= 0) return mine;
        lock (gate) return slot >= 0 ? slot : slot = producer.Register(this);
    }

    void Fail(ErrorCode code)
    {
        lock (gate)
            if (Failure == ErrorCode.NoError) Failure = code;
    }

    void Settle()
    {
        if (Interlocked.Decrement(ref outstanding) > 0) return;
        lock (gate)
        {
            // Meanwhile more may have been sent.
            if (!IsNothingOutstanding) return;
            settled?.TrySetResult();
            settled = null;
            if (ended) Free();
        }
    }

    void Free()
    {
        if (slot >= 0) producer.Release(slot);
        slot = -1;
    }
}
