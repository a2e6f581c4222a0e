using KafkaRider;
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

    public bool TryProcess(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        if (!SideRecord.TryReadByKey(key, value, out var side) || side.Kind is not (SideKind.Many or SideKind.One)) return false;
        if (side.Kind == SideKind.One)
        {
            var now = join.Keep is null ? 0 : time.GetUtcNow().ToUnixTimeMilliseconds();
            others.Replace(key, value, timers, join.Keep, now);
            return true;
        }
        var hasOther = others.TryGet(side.HasNoJoinKey ? default : key, out var other) && !other.IsRetraction;
        var next = RowStep.Next(join, isRetracted: false, isAnswered: true, hasOther, waitingSince: 0, now: 0);
        writer.Show(next.View, side.Other, side.Columns, other.Columns, shown: 0, output);
        return true;
    }

    public bool Tick(DateTimeOffset now, IRecordOutput output) => timers.Fire(now.ToUnixTimeMilliseconds(), this, output);

    void IJoinTimerTarget.Fire(JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now, IRecordOutput output)
    {
        if (join.Keep is { } keep) others.Forget(rows, timers, joinKey, keep, now);
    }
}
