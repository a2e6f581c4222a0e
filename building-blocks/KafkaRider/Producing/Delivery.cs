using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using Librdkafka;

namespace KafkaRider;

/// <summary>
/// What waits for one record's delivery report; used again for another record afterwards. It is found by the number that the report brings
/// back.
/// </summary>
internal sealed class Delivery : IValueTaskSource
{
    /// <summary>Most that wait to be used again: about what a busy producer has in flight.</summary>
    const int MostIdle = 10_000;

    static readonly ConcurrentQueue<Delivery> Idle = new();

    readonly GCHandle handle;
    ManualResetValueTaskSourceCore<bool> core = new() { RunContinuationsAsynchronously = true };

    Delivery() => handle = GCHandle.Alloc(this);

    /// <summary>Goes with the record and comes back with its report.</summary>
    internal nint Opaque => GCHandle.ToIntPtr(handle);

    /// <summary>Ends with the report. To be awaited once; then the object belongs to another record.</summary>
    internal ValueTask Reported => new(this, core.Version);

    internal static Delivery Rent() => Idle.TryDequeue(out var idle) ? idle : new Delivery();

    internal static Delivery Of(nint opaque) => (Delivery)GCHandle.FromIntPtr(opaque).Target!;

    internal void Report(ErrorCode code, string topic)
    {
        if (code == ErrorCode.NoError) core.SetResult(true);
        else core.SetException(new KafkaException(code, $"Producing to {topic}"));
    }

    /// <summary>No report will come.</summary>
    internal void Return()
    {
        core.Reset();
        if (Idle.Count < MostIdle) Idle.Enqueue(this);
        else handle.Free();
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            core.GetResult(token);
        }
        finally
        {
            Return();
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        core.OnCompleted(continuation, state, token, flags);
}
