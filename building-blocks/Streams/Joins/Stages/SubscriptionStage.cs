using KafkaRider;
using Librdkafka;
using State;

namespace Streams;

/// <summary>
/// What rows with a mutable key look up, in the partition of the key: remembers who wants to hear of it, and answers them. It writes no
/// output; the task of the row does.
/// </summary>
sealed class SubscriptionStage : ITaskStage, IJoinTimerTarget, IFanOutTarget
{
    const byte RowPrefix = 1;
    const byte OtherPrefix = 2;
    const byte TimerPrefix = 3;

    readonly Join join;
    readonly TimeProvider time;
    readonly RowList rows;
    readonly OtherSide others;
    readonly JoinTimers timers;
    readonly FanOut fanOut;
    readonly SideProducer answers;

    public SubscriptionStage(Join join, JoinNames names, IKeyedState state, TimeProvider time)
    {
        this.join = join;
        this.time = time;
        rows = new RowList(state, RowPrefix);
        others = new OtherSide(state, OtherPrefix);
        timers = new JoinTimers(state, TimerPrefix);
        fanOut = new FanOut(rows, others, timers);
        answers = new SideProducer(names.ByRowTopic);
    }

    public void Process(in Record record, IRecordOutput output)
    {
        var joinKey = record.Key;
        if (!SideRecord.TryReadByKey(record, out var side)
            || side.Kind is not (SideKind.One or SideKind.Subscribe or SideKind.Unsubscribe))
        {
            output.DeadLetter(record, UnreadableSideException.Reason, new UnreadableSideException());
            return;
        }
        if (side.Kind == SideKind.Subscribe) Subscribe(joinKey, side.Other, output);
        else if (side.Kind == SideKind.Unsubscribe) rows.Remove(joinKey, side.Other);
        else if (others.Take(joinKey, side, record.Value, timers, join.Keep, Now())) fanOut.Begin(joinKey, side, this, output);
    }

    public bool Tick(DateTimeOffset now, IRecordOutput output) => timers.Fire(now.ToUnixTimeMilliseconds(), this, output);

    void IJoinTimerTarget.Fire(JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now, IRecordOutput output)
    {
        if (timer == JoinTimer.FanOut) fanOut.Continue(joinKey, this, output);
        else if (timer == JoinTimer.KeepOther && join.Keep is { } keep) others.Forget(rows, timers, joinKey, keep, now);
    }

    void IFanOutTarget.Tell(
        ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload, in SideRecord other, IRecordOutput output) =>
        Answer(joinKey, row, other, output);

    void Subscribe(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, IRecordOutput output)
    {
        if (!rows.TryGet(joinKey, row, out _)) rows.Put(joinKey, row, default);
        Answer(joinKey, row, others.TryGet(joinKey, out var other) ? other : new SideRecord { IsRetraction = true }, output);
    }

    void Answer(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, in SideRecord other, IRecordOutput output) => answers.Send(
        row,
        new SideRecord
        {
            Kind = SideKind.Answer,
            IsRetraction = other.IsRetraction,
            SourcePartition = other.SourcePartition,
            SourceOffset = other.SourceOffset,
            Watermark = other.Watermark,
            EventTime = other.EventTime,
            EventId = other.EventId,
            Other = joinKey,
            Columns = other.Columns,
        },
        output);

    /// <summary>Zero where no time is ever compared with it.</summary>
    long Now() => join.Keep is null ? 0 : time.GetUtcNow().ToUnixTimeMilliseconds();
}
