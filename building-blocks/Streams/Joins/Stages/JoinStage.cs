using KafkaRider;
using Librdkafka;
using State;

namespace Streams;

/// <summary>
/// A join whose rows keep their key: both sides meet in the partition of the key. A row is told of each change of what it looks up.
/// </summary>
sealed class JoinStage : ITaskStage, IJoinTimerTarget, IFanOutTarget, IRowStage
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
    readonly OutputWriter writer;
    byte[] entry = new byte[512];

    public JoinStage(Join join, IKeyedState state, TimeProvider time)
    {
        this.join = join;
        this.time = time;
        rows = new RowList(state, RowPrefix);
        others = new OtherSide(state, OtherPrefix);
        timers = new JoinTimers(state, TimerPrefix);
        fanOut = new FanOut(rows, others, timers);
        writer = new OutputWriter(join);
    }

    public void Process(in Record record, IRecordOutput output)
    {
        if (SideRecord.TryRead(record.Value, out var side) && side.Kind is SideKind.Many or SideKind.One && !record.Key.IsEmpty)
        {
            if (side.Kind == SideKind.Many) RowChanged(side.HasNoJoinKey ? default : record.Key, side, record.Value, output);
            else OtherChanged(record.Key, side, record.Value, output);
        }
        else
        {
            output.DeadLetter(record, UnreadableSideException.Reason, new UnreadableSideException());
        }
    }

    public bool Tick(DateTimeOffset now, IRecordOutput output) => timers.Fire(now.ToUnixTimeMilliseconds(), this, output);

    public IReadOnlyList<JoinedRow> Rows(ReadOnlySpan<byte> key, int most)
    {
        var other = others.TryGet(key, out var found) && !found.IsRetraction ? JoinedVersion.Of(join, JoinOrigin.One, found) : null;
        List<JoinedRow> listed = [];
        var (cursor, length) = (new byte[SideRecord.KeyBytes], 0);
        while (listed.Count < most && rows.Next(key, cursor, ref length, out var payload))
        {
            var entry = RowEntry.Read(payload);
            SideRecord.TryRead(entry.Row, out var row);
            listed.Add(JoinedRow.Of(join, cursor.AsSpan(0, length), key, entry, row, other));
        }
        return listed;
    }

    void IJoinTimerTarget.Fire(JoinTimer timer, ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, long now, IRecordOutput output)
    {
        switch (timer)
        {
            case JoinTimer.Wait:
                WaitElapsed(joinKey, row, output);
                break;
            // Timers outlive the setting that set them.
            case JoinTimer.KeepRow when join.Keep is { } keep:
                KeepElapsed(joinKey, row, keep, now);
                break;
            case JoinTimer.KeepOther when join.Keep is { } keep:
                others.Forget(rows, timers, joinKey, keep, now);
                break;
            case JoinTimer.FanOut:
                fanOut.Continue(joinKey, row, this, output);
                break;
        }
    }

    void IFanOutTarget.Tell(
        ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload, in SideRecord other, IRecordOutput output)
    {
        var before = RowEntry.Read(payload);
        SideRecord.TryRead(before.Row, out var side);
        var hasOther = !other.IsRetraction;
        var hasWaited = before.HasWaited || hasOther;
        var view = RowStep.Decide(join.Kind, side.IsRetraction, hasOther, MayWait(hasWaited, joinKey));
        var shown = writer.Show(view, row, side.Columns, other.Columns, before.Shown, output);
        if (shown != before.Shown || hasWaited != before.HasWaited) Save(joinKey, row, before, shown, hasWaited);
    }

    void RowChanged(ReadOnlySpan<byte> joinKey, in SideRecord side, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        var row = side.Other;
        var isKnown = rows.TryGet(joinKey, row, out var payload);
        var before = isKnown ? RowEntry.Read(payload) : default;
        if (isKnown && SideRecord.TryRead(before.Row, out var older) && !EventOrder.IsNewer(side, older)) return;
        var (shown, hasWaited) = (before.Shown, before.HasWaited);

        var hasOther = others.TryGet(joinKey, out var other) && !other.IsRetraction;
        hasWaited |= hasOther;
        var view = RowStep.Decide(join.Kind, side.IsRetraction, hasOther, MayWait(hasWaited, joinKey));
        shown = writer.Show(view, row, side.Columns, other.Columns, shown, output);
        var now = Now();
        Save(joinKey, row, new RowEntry { ChangedAt = now, Row = value }, shown, hasWaited);
        if (isKnown) return;
        if (view == RowView.Unchanged) timers.After(join.Wait!.Value, JoinTimer.Wait, joinKey, row, now);
        if (join.Keep is { } keep) timers.After(keep, JoinTimer.KeepRow, joinKey, row, now);
    }

    void OtherChanged(ReadOnlySpan<byte> joinKey, in SideRecord side, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        if (others.Take(joinKey, side, value, timers, join.Keep, Now())) fanOut.Begin(joinKey, side, this, output);
    }

    void WaitElapsed(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, IRecordOutput output)
    {
        if (!rows.TryGet(joinKey, row, out var payload)) return;
        var before = RowEntry.Read(payload);
        if (before.HasWaited) return;
        SideRecord.TryRead(before.Row, out var side);
        var view = RowStep.Decide(join.Kind, side.IsRetraction, hasOther: false, mayWait: false);
        var shown = writer.Show(view, row, side.Columns, default, before.Shown, output);
        Save(joinKey, row, before, shown, hasWaited: true);
    }

    void KeepElapsed(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, TimeSpan keep, long now)
    {
        if (!rows.TryGet(joinKey, row, out var payload)) return;
        var left = RowEntry.Read(payload).ChangedAt + (long)keep.TotalMilliseconds - now;
        if (left > 0) timers.After(TimeSpan.FromMilliseconds(left), JoinTimer.KeepRow, joinKey, row, now);
        else rows.Remove(joinKey, row);
    }

    /// <summary>A row without key never finds anything: it waits for nothing.</summary>
    bool MayWait(bool hasWaited, ReadOnlySpan<byte> joinKey) => join.Wait is not null && !hasWaited && !joinKey.IsEmpty;

    /// <summary>Zero where no time is ever compared with it.</summary>
    long Now() => join.Wait is null && join.Keep is null ? 0 : time.GetUtcNow().ToUnixTimeMilliseconds();

    void Save(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, in RowEntry known, ulong shown, bool hasWaited)
    {
        var after = new RowEntry { Shown = shown, HasWaited = hasWaited, ChangedAt = known.ChangedAt, Row = known.Row };
        if (entry.Length < after.Length) entry = new byte[2 * after.Length];
        after.Write(entry);
        rows.Put(joinKey, row, entry.AsSpan(0, after.Length));
    }
}
