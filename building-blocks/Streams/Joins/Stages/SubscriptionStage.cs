using System.Buffers.Binary;
using KafkaRider;
using State;

namespace Streams;

/// <summary>
/// What rows with a mutable key look up, in the partition of the key: remembers who wants to hear of it, and answers them. It writes no
/// output; the task of the row does. Records may come in any order: of what a row asks, the later one by its count of moves holds.
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

    public bool TryProcess(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        if (!SideRecord.TryReadByKey(joinKey, value, out var side)) return false;
        switch (side.Kind)
        {
            case SideKind.Subscribe:
                Subscribe(joinKey, side.Other, side.EventTime, output);
                return true;
            case SideKind.Unsubscribe:
                if (MovesOf(joinKey, side.Other) <= side.EventTime) rows.Remove(joinKey, side.Other);
                return true;
            case SideKind.One:
                if (others.Take(joinKey, side, value, timers, join.Keep, Now())) fanOut.Begin(joinKey, side, this, output);
                return true;
            default:
                return false;
        }
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

    void Subscribe(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long moves, IRecordOutput output)
    {
        if (MovesOf(joinKey, row) is not { } known || known < moves)
        {
            Span<byte> payload = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(payload, moves);
            rows.Put(joinKey, row, payload);
        }
        var hasOther = others.TryGet(joinKey, out var other);
        Answer(joinKey, row, hasOther ? other : new SideRecord { IsRetraction = true, EventTime = SideRecord.Never }, output);
    }

    /// <summary>With which of its moves a row came to look up the key; null when it does not.</summary>
    long? MovesOf(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row) =>
        rows.TryGet(joinKey, row, out var payload) ? BinaryPrimitives.ReadInt64BigEndian(payload) : null;

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
