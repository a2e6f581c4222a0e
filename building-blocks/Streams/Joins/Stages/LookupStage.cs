using KafkaRider;
using Librdkafka;
using State;

namespace Streams;

/// <summary>
/// A join as of processing time: a row goes out once, when it arrives, with what its key has then. The other side's record that arrived
/// last counts.
/// </summary>
sealed class LookupStage(Join join, IKeyedState state, TimeProvider time) : ITaskStage, IJoinTimerTarget
{
    const byte RowPrefix = 1;
    const byte OtherPrefix = 2;
    const byte TimerPrefix = 3;

    // No rows are kept, so none hold up forgetting.
    readonly RowList rows = new(state, RowPrefix);
    readonly OtherSide others = new(state, OtherPrefix);
    readonly JoinTimers timers = new(state, TimerPrefix);
    readonly OutputWriter writer = new(join);

    public void Process(in Record record, IRecordOutput output)
    {
        if (!SideRecord.TryReadByKey(record, out var side) || side.Kind is not (SideKind.Many or SideKind.One))
        {
            output.DeadLetter(record, UnreadableSideException.Reason, new UnreadableSideException());
            return;
        }
        if (side.Kind == SideKind.One)
        {
            var now = join.Keep is null ? 0 : time.GetUtcNow().ToUnixTimeMilliseconds();
            others.Replace(record.Key, record.Value, timers, join.Keep, now);
            return;
        }
        var hasOther = others.TryGet(side.HasNoJoinKey ? default : record.Key, out var other) && !other.IsRetraction;
        var next = RowStep.Next(join, isRetracted: false, isAnswered: true, hasOther, waitingSince: 0, now: 0);
        writer.Show(next.View, side.Other, side.Columns, other.Columns, shown: 0, output);
    }

    public bool Tick(DateTimeOffset now, IRecordOutput output) => timers.Fire(now.ToUnixTimeMilliseconds(), this, output);

    void IJoinTimerTarget.Fire(JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now, IRecordOutput output)
    {
        if (join.Keep is { } keep) others.Forget(rows, timers, joinKey, keep, now);
    }
}
