using KafkaRider;
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

    public bool TryProcess(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        if (!SideRecord.TryReadByKey(key, value, out var side) || side.Kind is not (SideKind.Many or SideKind.One)) return false;
        if (side.Kind == SideKind.Many) RowChanged(side.HasNoJoinKey ? default : key, side, value, output);
        else OtherChanged(key, side, value, output);
        return true;
    }

    public bool Tick(DateTimeOffset now, IRecordOutput output) => timers.Fire(now.ToUnixTimeMilliseconds(), this, output);

    public IReadOnlyList<JoinedRow> Rows(ReadOnlySpan<byte> key, int most)
    {
        var other = others.TryGet(key, out var found) && !found.IsRetraction ? JoinedVersion.Of(join, JoinOrigin.One, found) : null;
        List<JoinedRow> listed = [];
        var (page, before) = (new RowChunk(), long.MaxValue);
        while (listed.Count < most && rows.ReadOlder(key, before, page))
        {
            for (var slot = page.Used - 1; slot >= 0 && listed.Count < most; slot--)
            {
                if (!rows.TryGet(key, page[slot], out var payload)) continue;
                var entry = RowEntry.Read(payload);
                SideRecord.TryRead(entry.Row, out var row);
                listed.Add(JoinedRow.Of(join, page[slot], key, entry, row, other));
            }
            before = RowList.AfterAll(page);
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
                fanOut.Continue(joinKey, this, output);
                break;
        }
    }

    void IFanOutTarget.Tell(
        ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, ReadOnlySpan<byte> payload, in SideRecord other, IRecordOutput output)
    {
        var before = RowEntry.Read(payload);
        SideRecord.TryRead(before.Row, out var side);
        var hasOther = !other.IsRetraction;
        var next = RowStep.Next(join, side.IsRetraction, isAnswered: true, hasOther, before.WaitingSince, Now());
        var shown = writer.Show(next.View, row, side.Columns, other.Columns, before.Shown, output);
        if (shown != before.Shown || next.WaitingSince != before.WaitingSince) Save(joinKey, row, before, shown, next.WaitingSince);
    }

    void RowChanged(ReadOnlySpan<byte> joinKey, in SideRecord side, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        var row = side.Other;
        var isKnown = rows.TryGet(joinKey, row, out var payload);
        var before = isKnown ? RowEntry.Read(payload) : default;
        var older = default(SideRecord);
        if (isKnown && SideRecord.TryRead(before.Row, out older) && !EventOrder.IsNewer(side, older)) return;
        var (shown, since, now) = (before.Shown, before.WaitingSince, Now());
        var arrives = RowStep.Moves(isKnown, older.IsRetraction, joinKey, joinKey);
        if (arrives) since = RowStep.WaitsFrom(join, hasKey: !joinKey.IsEmpty, now);

        var hasOther = others.TryGet(joinKey, out var other) && !other.IsRetraction;
        var next = RowStep.Next(join, side.IsRetraction, isAnswered: true, hasOther, since, now);
        shown = writer.Show(next.View, row, side.Columns, other.Columns, shown, output);
        Save(joinKey, row, new RowEntry { ChangedAt = now, Row = value }, shown, next.WaitingSince);
        if (arrives && next.View == RowView.Unchanged) timers.After(join.Wait!.Value, JoinTimer.Wait, joinKey, row, since);
        if (isKnown) return;
        if (join.Keep is { } keep) timers.After(keep, JoinTimer.KeepRow, joinKey, row, now);
    }

    void OtherChanged(ReadOnlySpan<byte> joinKey, in SideRecord side, ReadOnlySpan<byte> value, IRecordOutput output)
    {
        if (others.Take(joinKey, side, value, timers, join.Keep, Now())) fanOut.Begin(joinKey, side, this, output);
    }

    void WaitElapsed(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, IRecordOutput output)
    {
        // What it waits for has come: the row is told in its turn, or does not wait any more.
        if (others.TryGet(joinKey, out var other) && !other.IsRetraction) return;
        if (!rows.TryGet(joinKey, row, out var payload)) return;
        var before = RowEntry.Read(payload);
        if (before.WaitingSince == 0) return;
        SideRecord.TryRead(before.Row, out var side);
        var next = RowStep.Next(join, side.IsRetraction, isAnswered: true, hasOther: false, before.WaitingSince, Now());
        // A timer of when the row was here before, or of a shorter wait.
        if (next.WaitingSince != 0)
        {
            timers.After(join.Wait!.Value, JoinTimer.Wait, joinKey, row, next.WaitingSince);
            return;
        }
        var shown = writer.Show(next.View, row, side.Columns, default, before.Shown, output);
        Save(joinKey, row, before, shown, waitingSince: 0);
    }

    void KeepElapsed(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, TimeSpan keep, long now)
    {
        if (!rows.TryGet(joinKey, row, out var payload)) return;
        var left = RowStep.KeptFor(RowEntry.Read(payload).ChangedAt, keep, now);
        if (left > TimeSpan.Zero) timers.After(left, JoinTimer.KeepRow, joinKey, row, now);
        else rows.Remove(joinKey, row);
    }

    /// <summary>Zero where no time is ever compared with it.</summary>
    long Now() => join.Wait is null && join.Keep is null ? 0 : time.GetUtcNow().ToUnixTimeMilliseconds();

    void Save(ReadOnlySpan<byte> joinKey, ReadOnlySpan<byte> row, in RowEntry known, ulong shown, long waitingSince)
    {
        var after = new RowEntry { Shown = shown, WaitingSince = waitingSince, ChangedAt = known.ChangedAt, Row = known.Row };
        if (entry.Length < after.Length) entry = new byte[2 * after.Length];
        after.Write(entry);
        rows.Put(joinKey, row, entry.AsSpan(0, after.Length));
    }
}
