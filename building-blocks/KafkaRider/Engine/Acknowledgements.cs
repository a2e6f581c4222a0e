using Librdkafka;

namespace KafkaRider;

/// <summary>What one batch has produced and the broker has not yet acknowledged.</summary>
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
            lock (gate) return outstanding == 0 && refused.Count == 0 && Failure == ErrorCode.NoError;
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
        lock (gate)
        {
            if (slot < 0) slot = producer.Register(this);
            outstanding++;
        }

        var code = producer.Produce(slot, copy, topic, partition, key, value, headers);
        if (code != ErrorCode.NoError) Settle(null, ErrorCode.NoError);
        return code;
    }

    /// <summary>The client itself refused a dead letter.</summary>
    internal void Refuse(int copy, ErrorCode code)
    {
        lock (gate) refused.Add((copy, code));
    }

    internal void Delivered(int copy, ErrorCode code) => Settle(copy, code);

    /// <summary>Ends when every report has come.</summary>
    internal Task Settled(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (outstanding == 0) return Task.CompletedTask;
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
            if (outstanding == 0) Free();
        }
    }

    void Settle(int? copy, ErrorCode code)
    {
        lock (gate)
        {
            outstanding--;
            if (code != ErrorCode.NoError && copy is > 0) refused.Add((copy.Value, code));
            else if (code != ErrorCode.NoError && Failure == ErrorCode.NoError) Failure = code;
            if (outstanding > 0) return;
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
